//! Tables: real ones from the format, and tables that stand as text.
