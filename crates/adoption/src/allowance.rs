//! How many adoptions one buyer may still start in one campaign. Stream `allowance-<CampaignId>.<PersonId>`.

use kernel::{AdoptionId, CampaignId, PersonId};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    UseAllowance {
        campaign: CampaignId,
        buyer: PersonId,
        adoption: AdoptionId,
        limit: u16,
    },
    ReturnAllowance {
        adoption: AdoptionId,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    #[serde(rename = "adoption.allowance-used")]
    AllowanceUsed {
        campaign: CampaignId,
        buyer: PersonId,
        adoption: AdoptionId,
    },
    #[serde(rename = "adoption.allowance-returned")]
    AllowanceReturned { adoption: AdoptionId },
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    #[error("one buyer may adopt at most {limit} in this campaign")]
    BuyerLimitReached { limit: u16 },
}
