//! XML from strangers, read into a small tree under limits: no document type, no entity but the five of XML itself,
//! bounded bytes, depth and elements. It must not know what the elements mean.

use quick_xml::{
    events::{BytesStart, Event},
    name::ResolveResult,
    reader::NsReader,
};

use super::FILE_BYTES_MAX;

/// Deepest nesting; camt.053 needs about 15.
const DEPTH_MAX: usize = 64;
/// Most elements of a file.
const ELEMENTS_MAX: usize = 500_000;

/// Why a file is not XML that we read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum XmlError {
    /// Larger than any bank statement.
    #[error("the file has more than {limit_bytes} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit_bytes: usize,
    },
    /// Deeper than any bank statement.
    #[error("elements are nested more than {limit} deep")]
    TooDeep {
        /// The limit.
        limit: usize,
    },
    /// More elements than any bank statement.
    #[error("the file has more than {limit} elements")]
    TooMany {
        /// The limit.
        limit: usize,
    },
    /// A document type: statements have none, attacks do.
    #[error("a document type is not read")]
    DocumentType,
    /// An entity that is not one of XML's own five or a character's number.
    #[error("an entity of the file's own is not read")]
    Entity,
    /// Not well-formed UTF-8 XML.
    #[error("not well-formed XML in UTF-8")]
    Form,
}

/// An element of the root's own namespace, with what is in it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Element {
    pub(super) name: String,
    /// The attribute `Ccy`, the only one that statements need.
    pub(super) currency: Option<String>,
    pub(super) text: String,
    pub(super) children: Vec<Element>,
}

impl Element {
    /// The first child of that name.
    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// All children of that name.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// Down a path of first children.
    pub(super) fn down(&self, path: &[&str]) -> Option<&Self> {
        path.iter()
            .try_fold(self, |element, name| element.child(name))
    }

    /// The trimmed text at the end of a path, if there is any.
    pub(super) fn text_at(&self, path: &[&str]) -> Option<&str> {
        let text = self.down(path)?.text.trim();
        (!text.is_empty()).then_some(text)
    }
}

/// The root element and its namespace. Elements of other namespaces are left out with all that is in them.
pub(super) fn parse(file: &[u8]) -> Result<(String, Element), XmlError> {
    if file.len() > FILE_BYTES_MAX {
        let limit_bytes = FILE_BYTES_MAX;
        return Err(XmlError::TooLarge { limit_bytes });
    }
    let text = std::str::from_utf8(file).map_err(|_| XmlError::Form)?;
    let mut reader = NsReader::from_str(text.trim_start_matches('\u{feff}'));
    reader.config_mut().enable_all_checks(true);
    let mut tree = Tree::default();
    loop {
        let (resolved, event) = reader.read_resolved_event().map_err(|_| XmlError::Form)?;
        let namespace = match resolved {
            ResolveResult::Bound(namespace) => namespace.0.to_owned(),
            ResolveResult::Unbound => String::new(),
            ResolveResult::Unknown(_) => return Err(XmlError::Form),
        };
        match event {
            Event::Start(start) => tree.open(&start, &namespace)?,
            Event::Empty(start) => {
                tree.open(&start, &namespace)?;
                tree.close()?;
            }
            Event::End(_) => tree.close()?,
            Event::Text(text) => tree.say(&text.xml10_content()),
            Event::CData(text) => tree.say(&text.xml10_content()),
            Event::GeneralRef(entity) => {
                let character = entity.resolve_char_ref().map_err(|_| XmlError::Form)?;
                let character = character.or_else(|| predefined(&entity));
                let character = character.ok_or(XmlError::Entity)?;
                tree.say(character.encode_utf8(&mut [0; 4]));
            }
            Event::DocType(_) => return Err(XmlError::DocumentType),
            Event::Decl(_) | Event::Comment(_) | Event::PI(_) => {}
            Event::Eof => return tree.finish(),
        }
    }
}

const fn predefined(name: &str) -> Option<char> {
    match name.as_bytes() {
        b"amp" => Some('&'),
        b"lt" => Some('<'),
        b"gt" => Some('>'),
        b"apos" => Some('\''),
        b"quot" => Some('"'),
        _ => None,
    }
}

/// The tree while it grows.
#[derive(Default)]
struct Tree {
    namespace: Option<String>,
    open: Vec<Element>,
    root: Option<Element>,
    elements: usize,
    /// How many elements deep we are in what is left out.
    foreign: usize,
}

impl Tree {
    fn open(&mut self, start: &BytesStart<'_>, namespace: &str) -> Result<(), XmlError> {
        self.elements += 1;
        if self.elements > ELEMENTS_MAX {
            let limit = ELEMENTS_MAX;
            return Err(XmlError::TooMany { limit });
        }
        if self.open.len() + self.foreign >= DEPTH_MAX {
            let limit = DEPTH_MAX;
            return Err(XmlError::TooDeep { limit });
        }
        if self.open.is_empty() && self.root.is_some() {
            return Err(XmlError::Form);
        }
        let root = self.namespace.get_or_insert_with(|| namespace.to_owned());
        if self.foreign > 0 || *root != namespace {
            self.foreign += 1;
            return Ok(());
        }
        let currency = start.try_get_attribute("Ccy").map_err(|_| XmlError::Form)?;
        self.open.push(Element {
            name: start.local_name().as_ref().to_owned(),
            currency: currency.map(|attribute| attribute.value.into_owned()),
            ..Element::default()
        });
        Ok(())
    }

    fn close(&mut self) -> Result<(), XmlError> {
        if self.foreign > 0 {
            self.foreign -= 1;
            return Ok(());
        }
        let element = self.open.pop().ok_or(XmlError::Form)?;
        match self.open.last_mut() {
            Some(parent) => parent.children.push(element),
            None => self.root = Some(element),
        }
        Ok(())
    }

    fn say(&mut self, text: &str) {
        if self.foreign == 0
            && let Some(element) = self.open.last_mut()
        {
            element.text.push_str(text);
        }
    }

    fn finish(self) -> Result<(String, Element), XmlError> {
        let open = !self.open.is_empty() || self.foreign > 0;
        let root = self.root.filter(|_| !open).ok_or(XmlError::Form)?;
        Ok((self.namespace.unwrap_or_default(), root))
    }
}

#[cfg(test)]
mod tests;
