# What both runs share. Sourced with `here`, the folder of the scripts, and `venv` set.

install() {
    # Debian has the module without the part that it needs.
    python3 -m venv "$venv" 2>/dev/null || {
        apt-get update -qq && apt-get install -qq -y python3-venv && python3 -m venv "$venv"
    } || return 1
    "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt" &&
        cp "$here/requirements.txt" "$venv/installed.txt"
}

# Installs the tools where they are not there; ends the run where that cannot be.
tools() {
    cmp -s "$here/requirements.txt" "$venv/installed.txt" || install || {
        echo "SKIPPED: the tools cannot be installed; that needs python3 with venv and pip, and the package registry"
        exit 0
    }
}

# each ARGUMENT…: runs every script; the last line says how many passed and how many failed.
each() {
    local passed=0 failed=0 script
    for script in "$here"/with_*.py; do
        if "$venv/bin/python" "$script" "$@"; then
            echo "$(basename "$script"): ok"
            passed=$((passed + 1))
        else
            echo "$(basename "$script"): FAILED"
            failed=$((failed + 1))
        fi
    done
    echo "$passed passed, $failed failed"
    [ "$failed" -eq 0 ]
}
