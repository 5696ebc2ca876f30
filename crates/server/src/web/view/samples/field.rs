//! The farmer's pages that work without network, as the server sends them; scripts fill them on the phone.

use super::{drawn, staff};
use crate::web::i18n::Lang;
use crate::web::view::field::{FieldPage, QueuePage};
use crate::web::view::form::{Choice, Form};

pub(super) fn pages(lang: Lang) -> Vec<(&'static str, String)> {
    vec![
        drawn("field", &field(lang)),
        drawn("field-queue", &queue(lang)),
    ]
}

fn field(lang: Lang) -> FieldPage {
    FieldPage {
        shell: staff(lang, "/today/field"),
        version: "0123456789abcdef".to_owned(),
        person: "per_00000000000000000000000000".to_owned(),
        form: Form::empty().with("stage", "colouring"),
        stages: ["growing", "colouring"]
            .map(|code| Choice::new(code, lang.word("stage", code)))
            .to_vec(),
        photos_max: 9,
        photo_size_max: "20 MB".to_owned(),
        photo_bytes_max: 20_971_520,
    }
}

fn queue(lang: Lang) -> QueuePage {
    QueuePage {
        shell: staff(lang, "/today/queue"),
        version: "0123456789abcdef".to_owned(),
        person: "per_00000000000000000000000000".to_owned(),
    }
}
