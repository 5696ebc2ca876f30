# 承诺达标合格证：查看、补开、用语，以及打印的份数。
# 每种语言的键和参数都相同，有测试保证。

certificate-about = 这张合格证
certificate-about-text = 生产者对这批果子作出的承诺。开过的每一张都一直留着，换开以后旧的也能查到。
certificate-paper = 打印合格证（PDF，A5）
certificate-label = 打印合格证标签（PDF）
certificate-scan = 扫码查验
certificate-replaced = 这张合格证已经换开（{ $cause }）。
certificate-replaced-by = 现在以合格证 { $number } 为准
certificate-others-of-lot = 这批果子的其他合格证
certificate-not-in-force = 已换开
certificate-in-force = 有效
certificate-state = 状态
certificate-all = 这批果子的合格证
certificate-see = 查看合格证
certificate-reissue = 换开合格证
certificate-reissue-lead = 混装、分装以后要重新开合格证。旧的那张不会消失，会标明已换开。
certificate-reissue-hint = 新证要用新编号。混装时，这几批共用同一张新证。
certificate-reissue-submit = 换开
certificate-cause = 原因
certificate-others = 一起混装的批次
certificate-others-hint = 只在混装时填，每个批次一个编号，用空格隔开。可以填：{ $lots }
certificate-lead = 承诺达标合格证 { $number }
reissue-mixed = 混装
reissue-repacked = 分装
reissue-corrected = 原证有误
flash-certificate-reissued = 新合格证开好了，旧的那张已标明换开。
flash-certificate-wording-revised = 用语改好了。以后开的合格证用新用语，已开的不变。
field-lot-unknown = 没有这个批次，请核对编号。
rejection-certificate-missing = 这个批次还没有合格证，请先开第一张。
rejection-certificate-number-used = 编号 { $number } 已经用过，请换一个。
rejection-mixed-lots-invalid = 混装要写明 1 到 { $max } 个其他批次，每个写一次；其他原因不用写批次。
rejection-wording-invalid = 有一处用语没有填，或者超过 { $max } 个字。
rejection-words-missing = 标题里必须有“{ $words }”这几个字。

## 合格证的用语

wording-title-page = 合格证用语
wording-title = 标题
wording-promise = 承诺内容
wording-quantity = 数量（重量）
wording-hint = 照官方样式填写。标题里必须有“承诺达标合格证”。
wording-submit = 启用这些用语
wording-built-in = 现在用的是内置的用语（2021 年部颁样式）。官方附件有变时，在这里改。
wording-version = 现在用的是第 { $version } 版用语。

## 标牌的份数

tags-stock = 纸张
tags-level = 二维码容错
tags-level-q = Q：四分之一破损仍可扫
tags-level-h = H：三成破损仍可扫，适合久挂室外
tags-parts = 这个地块有 { $count } 棵树，一个文件最多一千张标牌，所以分成 { $files } 个文件。
tags-part = 下载第 { $range } 张（PDF）
tags-drawing = 正在排版，请稍候……
tags-failed = 没有下载成功，请再试一次。
tags-shown = 下面是前 { $shown } 张的样子；PDF 里有全部 { $count } 张。
stock-a4 = A4 整版，带裁切线
stock-a3 = A3 整版，带裁切线
stock-letter = Letter 整版，带裁切线
stock-roll = 标签机，一页一张

trace-step-picked = 采收 · { $lot }
trace-step-certified = 开具合格证 · { $lot }
trace-treatments = 采收前一年内的用药
trace-waited = 安全间隔期至 { $day }

## 别处传来的事件

rejection-foreign-event-differs = 事件 { $id } 以前报过，内容不一样。
