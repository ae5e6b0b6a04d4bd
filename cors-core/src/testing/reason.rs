//! Why a request needs a preflight.

use std::fmt;

/// One reason why a browser asks first, in words of the request.
#[non_exhaustive]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PreflightReason {
    /// The method is none of GET, HEAD and POST.
    Method(String),
    /// The header, by its name or by its value, is none that a form could send.
    Header {
        /// The name in lower case.
        name: String,
        /// The value, bytes that are no UTF-8 replaced.
        value: String,
    },
    /// Something listens to the progress of the upload.
    UploadListener,
    /// The body is a stream.
    Stream,
}

impl fmt::Display for PreflightReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Method(method) => write!(f, "method `{method}`"),
            Self::Header { name, value } if value.len() > MOST_SHOWN => {
                write!(f, "`{name}` of {} bytes", value.len())
            }
            Self::Header { name, value } => write!(f, "`{name}: {value}`"),
            Self::UploadListener => f.write_str("an upload listener"),
            Self::Stream => f.write_str("a body that is a stream"),
        }
    }
}

const MOST_SHOWN: usize = 80;
