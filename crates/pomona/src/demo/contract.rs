//! The contract text of a demo campaign, in both languages. A sample, no legal advice.

use adoption::campaign::{Bilingual, RiskClause};

use super::farms::Farm;

/// The contract of a farm's offer for a season, its trees divided into so many parts.
pub(super) fn contract(farm: &Farm, season: u16, parts: u8) -> Bilingual {
    let offer = &farm.offer;
    let usual = offer.shares_per_tree / parts;
    let kilograms = offer.promised_grams * u64::from(usual) / 1000;
    let boxes = offer.boxes * usual;
    let (risk_zh, risk_en) = risk(offer.risk_clause);
    Bilingual {
        zh: format!(
            "果树认养合同（{season} 产季）\n\n\
             一、双方。认养人为下单的您；供方为{farm_name}（{province}{county}{village}）。\n\n\
             二、认养的内容。您认养{orchard}中一棵有编号、有名字、有照片的{crop}树的一份（全树共 {parts} 份）。树的照料由供方负责。\n\n\
             三、承诺。供方在本产季向您交付该份所产{crop} {kilograms} 公斤，分 {boxes} 箱发出。\n\n\
             四、歉收。{risk_zh}\n\n\
             五、发货。采摘后按您填写的地址发货；地址锁定前可以修改。随箱附批次号与承诺达标合格证。\n\n\
             六、鲜果不适用七日无理由退货；到货 24 小时内发现坏果，拍照即赔。\n\n\
             七、退出。装箱之前您可以随时退出，所付款项原路全额退回。\n\n\
             八、您的姓名、电话、地址仅用于发货，加密保存，您可以要求删除。\n\n\
             九、本合同不承诺任何金钱收益、利息或回购。",
            farm_name = farm.farm_name,
            province = farm.province,
            county = farm.county,
            village = farm.village,
            orchard = farm.orchard_name,
            crop = offer.crop_zh,
        ),
        en: format!(
            "Tree adoption contract ({season} season)\n\n\
             1. Parties. You, who adopt, and the farm {code}, who grows.\n\n\
             2. What you adopt. One of {parts} shares of one numbered, named and photographed tree of {crop}. The farm cares for the tree.\n\n\
             3. Promise. The farm delivers {kilograms} kg of that tree's {crop} this season, in {boxes} boxes.\n\n\
             4. Short harvest. {risk_en}\n\n\
             5. Delivery. After picking, to the address you gave; you may change it until it is locked. Each box names its lot and certificate.\n\n\
             6. Fresh fruit cannot be returned without fault. Spoiled fruit photographed within 24 hours of arrival is made good.\n\n\
             7. Leaving. Until your box is packed you may withdraw at any time and are paid back in full, the way you paid.\n\n\
             8. Your name, telephone and address serve delivery alone, are kept encrypted, and are erased when you ask.\n\n\
             9. Nothing here promises yield in money, interest or buy-back.",
            code = farm.code,
            crop = offer.crop_en,
        ),
    }
}

const fn risk(clause: RiskClause) -> (&'static str, &'static str) {
    match clause {
        RiskClause::TopUp => (
            "本树产量不足时，供方以同园同品种其他树的果实补足，并在溯源页写明真实的树。",
            "If your tree gives less, the farm tops up from other trees of the same orchard, and the trace page names them.",
        ),
        RiskClause::RefundShortfall => (
            "本树产量不足时，按不足的比例退还款项。",
            "If your tree gives less, the missing part of the price is paid back.",
        ),
        RiskClause::CarryOver => (
            "本树产量不足时，不足部分由下一产季补足。",
            "If your tree gives less, the missing fruit is owed from next season's harvest.",
        ),
        RiskClause::BuyerBears => (
            "本树产量多少由认养人承担。",
            "You share the risk of the tree: you receive what it gives.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use app::commands::campaigns::CONTRACT_BYTES_MAX;

    use super::super::farms::FARMS;
    use super::*;

    #[test]
    fn every_contract_fits_and_names_its_terms() {
        for farm in &FARMS {
            let text = contract(farm, 2026, farm.offer.shares_per_tree);
            assert!(text.zh.len() <= CONTRACT_BYTES_MAX && text.en.len() <= CONTRACT_BYTES_MAX);
            assert!(text.zh.contains("2026 产季") && text.zh.contains(farm.orchard_name));
            assert!(text.en.contains(farm.offer.crop_en));
        }
    }
}
