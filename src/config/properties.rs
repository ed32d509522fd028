//! librdkafka properties: nested tables joined with dots.

use serde::de::{Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, de};
use std::fmt;

use super::Properties;
use crate::private::Private;

/// Reads `security.protocol = "ssl"`, `"security.protocol" = "ssl"` and `security = { protocol = "ssl" }` alike.
pub(super) fn joined<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Properties, D::Error> {
    let mut properties = Properties::new();
    let Tree::Branch(branches) = Tree::deserialize(deserializer)? else {
        return Err(D::Error::custom("a table of librdkafka properties is expected"));
    };
    join(branches, "", &mut properties).map_err(D::Error::custom)?;
    Ok(properties)
}

fn join(branches: Vec<(String, Tree)>, prefix: &str, properties: &mut Properties) -> Result<(), String> {
    for (key, tree) in branches {
        let name = format!("{prefix}{key}");
        match tree {
            Tree::Branch(branches) => join(branches, &format!("{name}."), properties)?,
            Tree::Leaf(value) => {
                if properties.insert(name.clone(), Private::new(value)).is_some() {
                    return Err(format!("the property `{name}` stands twice"));
                }
            }
        }
    }
    Ok(())
}

/// A value, or a table of them. The value is what librdkafka takes: text.
enum Tree {
    Leaf(String),
    Branch(Vec<(String, Tree)>),
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TreeVisitor)
    }
}

struct TreeVisitor;

impl<'de> Visitor<'de> for TreeVisitor {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text, a number, a boolean or a table")
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Tree, E> {
        Ok(Tree::Leaf(value.to_owned()))
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Tree, E> {
        Ok(Tree::Leaf(value.to_string()))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Tree, E> {
        Ok(Tree::Leaf(value.to_string()))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Tree, E> {
        Ok(Tree::Leaf(value.to_string()))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Tree, E> {
        Ok(Tree::Leaf(value.to_string()))
    }

    /// librdkafka's own lists are joined by commas.
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Tree, A::Error> {
        let mut list = Vec::new();
        while let Some(tree) = seq.next_element::<Tree>()? {
            let Tree::Leaf(value) = tree else { return Err(A::Error::custom("a list of text or numbers is expected")) };
            list.push(value);
        }
        Ok(Tree::Leaf(list.join(",")))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Tree, A::Error> {
        let mut branches = Vec::new();
        while let Some(branch) = map.next_entry::<String, Tree>()? {
            branches.push(branch);
        }
        Ok(Tree::Branch(branches))
    }
}
