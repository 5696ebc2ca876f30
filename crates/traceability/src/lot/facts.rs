//! The value types of a lot: what was weighed, its grade, its certificate, who gets how much. No rule is here.

use std::collections::BTreeMap;

use kernel::{AdoptionId, BlockId, Day, Grams, LotId, OrchardId, PersonId, TreeId};
use serde::{Deserialize, Serialize};

/// What one tree gave to the lot, net.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TreeYield {
    /// The tree.
    pub tree: TreeId,
    /// Its fruit.
    pub grams: Grams,
}

/// The grade of the fruit, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Grade {
    /// 特级.
    Extra,
    /// 一级.
    First,
    /// 二级.
    Second,
    /// 榨汁果: for juice.
    Juice,
}

/// What happened to fruit that was sorted out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SpoilCause {
    /// 腐烂: it rotted.
    Rot,
    /// 碰伤: it was bruised.
    Bruise,
    /// 病虫: pests or disease.
    Pest,
    /// 失水: it lost weight while it lay.
    Shrinkage,
    /// 抽检: taken as a sample.
    Sample,
}

/// On what the commitment of the certificate rests (合格证 basis boxes).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CertificateBasis {
    /// 委托检测: a laboratory tested it.
    CommissionedTest,
    /// 自我检测: the grower tested it.
    OwnTest,
    /// 内部质量控制: the grower's own quality control.
    InternalControl,
    /// 自我承诺: the grower's word.
    SelfDeclaration,
}

/// 承诺达标合格证: required contents by the 2026 rules (standards.md 7).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// Its number, unique by the caller.
    pub number: String,
    /// Name of the product.
    pub product: String,
    /// Where it grew.
    pub origin: String,
    /// Who commits to it.
    pub producer: String,
    /// How to reach them.
    pub contact: String,
    /// On what the commitment rests.
    pub basis: CertificateBasis,
    /// The day of issue.
    pub issued_on: Day,
}

/// Why a certificate is issued anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReissueCause {
    /// 混装: the fruit was mixed with other lots'.
    Mixed,
    /// 分装: it was packed otherwise.
    Repacked,
    /// 更正: what the paper said was wrong.
    Corrected,
}

/// Grams of the lot that one adoption gets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allocation {
    /// Whose share it is.
    pub adoption: AdoptionId,
    /// The tree the fruit grew on.
    pub tree: TreeId,
    /// How much.
    pub grams: Grams,
}

/// What was picked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Harvest {
    /// The lot.
    pub lot: LotId,
    /// The code on the crates.
    pub code: String,
    /// The orchard.
    pub orchard: OrchardId,
    /// The block.
    pub block: BlockId,
    /// The day of picking.
    pub picked_on: Day,
    /// The grade.
    pub grade: Grade,
    /// Fruit and crates.
    pub gross: Grams,
    /// Crates alone.
    pub tare: Grams,
    /// What each tree gave, by tree.
    pub yields: Vec<TreeYield>,
    /// Who recorded it.
    pub by: PersonId,
}

impl Harvest {
    /// Fruit alone.
    #[must_use]
    pub const fn net(&self) -> Grams {
        self.gross.minus_or_zero(self.tare)
    }

    /// What each tree gave, in the order of the trees.
    pub(super) fn by_tree(&self) -> BTreeMap<TreeId, Grams> {
        let mut trees: BTreeMap<TreeId, Grams> = BTreeMap::new();
        for one in &self.yields {
            let sum = trees.entry(one.tree).or_default();
            *sum = sum.plus(one.grams);
        }
        trees
    }
}

/// What a weighing says, as it can be corrected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weighing {
    /// The day of picking.
    pub picked_on: Day,
    /// The grade.
    pub grade: Grade,
    /// Fruit and crates.
    pub gross: Grams,
    /// Crates alone.
    pub tare: Grams,
    /// What each tree gave; sums to gross less tare.
    pub yields: Vec<TreeYield>,
}
