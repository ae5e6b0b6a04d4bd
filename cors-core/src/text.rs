//! Texts of a policy: static where a macro made them, owned where the program did.

/// A text that is static in a policy of a macro and owned in one of the builder.
#[derive(Debug)]
pub(crate) enum Text {
    Static(&'static str),
    Owned(Box<str>),
}

impl Text {
    pub(crate) fn as_str(&self) -> &str {
        match self {
            Self::Static(text) => text,
            Self::Owned(text) => text,
        }
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::Owned(text.into_boxed_str())
    }
}

/// A list of texts.
#[derive(Debug)]
pub(crate) enum Texts {
    Static(&'static [&'static str]),
    Owned(Box<[Box<str>]>),
}

impl Texts {
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Static(texts) => texts.len(),
            Self::Owned(texts) => texts.len(),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub(crate) fn nth(&self, index: usize) -> Option<&str> {
        match self {
            Self::Static(texts) => texts.get(index).copied(),
            Self::Owned(texts) => texts.get(index).map(AsRef::as_ref),
        }
    }

    /// Whether one of them is `text`, looked at one after the other.
    #[inline]
    pub(crate) fn contains(&self, text: &[u8]) -> bool {
        match self {
            Self::Static(texts) => texts.iter().any(|known| known.as_bytes() == text),
            Self::Owned(texts) => texts.iter().any(|known| known.as_bytes() == text),
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).filter_map(|index| self.nth(index))
    }
}

impl From<Vec<String>> for Texts {
    fn from(texts: Vec<String>) -> Self {
        Self::Owned(texts.into_iter().map(String::into_boxed_str).collect())
    }
}

/// The bytes of an index table.
#[derive(Debug)]
pub(crate) enum Bytes {
    Static(&'static [u8]),
    Owned(Box<[u8]>),
}

impl Bytes {
    pub(crate) fn as_slice(&self) -> &[u8] {
        match self {
            Self::Static(bytes) => bytes,
            Self::Owned(bytes) => bytes,
        }
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Owned(bytes.into_boxed_slice())
    }
}
