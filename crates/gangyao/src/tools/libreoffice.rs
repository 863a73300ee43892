//! `.doc`, `.wps`, `.rtf` and `.odt` files become DOCX with LibreOffice.

use std::path::Path;
use std::process::Command;

use gangyao_reader::Kind;

use super::{Failure, Program, run};
use crate::Error;

/// What LibreOffice turns into DOCX: the name of the format in `document.source.converted_from`.
pub(crate) const fn format(kind: Kind) -> Option<&'static str> {
    match kind {
        // A compound file does not say on its face whether Word or WPS wrote it; both are read alike.
        Kind::OldOffice => Some("doc"),
        Kind::Rtf => Some("rtf"),
        Kind::OpenDocument => Some("odt"),
        _ => None,
    }
}

/// The DOCX that LibreOffice makes of a file in `format`. It runs in a folder with a profile of its own, so that several
/// may run at a time and none touches the user's settings.
///
/// # Errors
/// `needs-libreoffice` where it is not installed, `timed-out`, `conversion-failed`.
pub(crate) fn to_docx(bytes: &[u8], format: &str, program: &Program) -> Result<Vec<u8>, Error> {
    let folder = tempfile::tempdir().map_err(|error| failed(&error.to_string()))?;
    // The content decides what LibreOffice takes a file for, but it looks at the name first.
    let (input, output) = (folder.path().join(format!("plan.{format}")), folder.path().join("out"));
    std::fs::write(&input, bytes).map_err(|error| failed(&error.to_string()))?;
    let mut command = Command::new(&program.path);
    command
        .args(["--headless", "--norestore"])
        .arg(format!("-env:UserInstallation={}", url(&folder.path().join("profile"))))
        .args(["--convert-to", "docx:MS Word 2007 XML", "--outdir"])
        .arg(&output)
        .arg(&input);
    run(command, folder.path(), program.limit).map_err(|failure| match failure {
        Failure::NotInstalled => Error::new(
            "needs-libreoffice",
            format!(
                "LibreOffice is not installed: there is no program {}; install it, or save the file as DOCX",
                program.path.display()
            ),
        ),
        Failure::TimedOut => Error::new(
            "timed-out",
            format!("LibreOffice took longer than {} s; save the file as DOCX", program.limit.as_secs()),
        ),
        Failure::Failed(said) => failed(&said),
    })?;
    // It also ends well where it could not read the file.
    let docx = std::fs::read(output.join("plan.docx")).map_err(|_| failed("it wrote no file"))?;
    if gangyao_reader::detect(&docx) == Kind::Docx { Ok(docx) } else { Err(failed("it wrote no DOCX file")) }
}

fn failed(why: &str) -> Error {
    Error::new("conversion-failed", format!("LibreOffice could not convert the file: {why}; save it as DOCX"))
}

fn url(path: &Path) -> String {
    let path = path.to_string_lossy().replace('\\', "/");
    let slash = if path.starts_with('/') { "" } else { "/" };
    format!("file://{slash}{path}")
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::PermissionsExt;
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_program_that_hangs_costs_its_time_and_no_more() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("soffice");
        std::fs::write(&path, "#!/bin/sh\nsleep 600\n").unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        let program = Program { limit: Duration::from_millis(300), ..Program::new(path) };
        let error = to_docx(b"{\\rtf1}", "rtf", &program).unwrap_err();
        assert_eq!(error.code(), "timed-out");
    }

    #[test]
    fn a_path_is_a_url() {
        assert_eq!(url(Path::new("/tmp/a")), "file:///tmp/a");
        assert_eq!(url(Path::new("C:\\tmp")), "file:///C:/tmp");
    }
}
