# 果子怎么分，一箱为什么是这么多，一批的收支。
# 每种语言的键和参数都相同，有测试保证。

## 一箱的由来

fruit-why-title = { $box }为什么是这么多
fruit-why-lead = { $tree }：从约定到送达，每一克都有记录可查。
fruit-chain = 事情的经过
fruit-chain-none = 还没有发生任何事。
fruit-record = 日志第 { $number } 条
fruit-own-tree = 长在您的树上：{ $tree }
fruit-other-tree = 长在另一棵树上：{ $tree }
fruit-lots = 这些果子来自
fruit-lots-none = 还没有采收。
fruit-promised = 约定
fruit-owed = 现在应得
fruit-allocated = 已分得
fruit-packed = 已装箱
fruit-delivered = 已送达
fruit-surplus = 富余
fruit-lost = 拣出
fruit-net = 净重
gram-promised = 约定的果子
gram-kept = 分给亲友之后，留下
gram-reduced = 已用别的方式补偿，少给
gram-carried-in = 上一季欠下的，多给
gram-expected = 受灾之后，预计
gram-allocated = 分得
gram-released = 从富余里补给
gram-planned = 这一箱计划装
gram-packed = 装进这一箱
gram-delivered = 送达
gram-box-cancelled = 这一箱取消了

## 分法

policy-own-tree-1 = 各得自己的树（own-tree/1）
policy-pooled-block-1 = 全区合在一起，每棵树一样多（pooled-block/1）
policy-pro-rata-1 = 全区合在一起，按各人还缺多少分（pro-rata/1）
policy-guaranteed-minimum-1 = 各得自己的树，不足保底的由富余补上（guaranteed-minimum/1）
harvest-rule-own-tree = 自己的树结多少得多少，以约定为限
harvest-rule-pooled-block = 同一个区的树合在一起，每棵树分得一样多，以约定为限
harvest-rule-pro-rata = 同一个区的树合在一起，按各人还缺多少的比例分
harvest-rule-guaranteed-minimum = 得自己的树，另有保底
fruit-guaranteed = 得自己的树结的果；不足 { $weight } 时，用别的树的富余补到 { $weight }，并注明来自哪棵树
fruit-rule = 收成怎么分
fruit-rule-text = 开售后不能再改，买家在付款前就能看到。
fruit-guarantee = 保底（克）
fruit-guarantee-hint = 只在有保底时填写，不超过约定

## 一批果子

fruit-balance = 收支
fruit-gross = 毛重
fruit-tare = 皮重
fruit-undivided = 还没有分
fruit-lose = 拣出坏果
fruit-lose-hint = 分之前，拣出的由各棵树按重量分担；分之后，只能从富余里拣出，已分给人的不受影响。
fruit-lose-submit = 记下
fruit-cause = 原因
fruit-grams = 克数
fruit-shares = 分给了谁
fruit-shares-none = 还没有分。
fruit-part = 份
fruit-of-others = 其中长在别的树上
fruit-sum = 合计
spoil-rot = 腐烂
spoil-bruise = 碰伤
spoil-pest = 病虫
spoil-shrinkage = 失水
spoil-sample = 抽检
flash-lot-loss-recorded = 拣出的果子记下了。
rejection-loss-empty = 请写明拣出多少克。
rejection-loss-above-available = 最多只能拣出 { $available } 克。其余的已经分给了人。
rejection-lost-more-than-weighed = 这一批已经拣出 { $lost } 克，更正后的重量不够。请先核对各棵树的重量。
rejection-policies-differ = 这一批里的树分属几个认养计划，分法不同，没有分。请更正这次称重，把它们分成几批。
rejection-guarantee-invalid = 保底要大于零，且不超过约定的 { $promised } 克。

## 打印

print-certificate = 合格证
print-net = 净重 { $weight }
print-invitation = 扫一扫，看看这些树
print-sheet = 下载 PDF（A4 整版，带裁切线）
print-roll = 下载 PDF（标签机，一页一张）
print-crates = 打印箱贴（PDF）
print-parcel = 打印包裹面单（PDF）

## 用药与农活

care-title = 用药与农活
care-lead = 打过什么药、什么时候能采，都记在这里。安全间隔期内，这些树采不了果。
care-treat = 记一次用药
care-treat-hint = 照着标签写：登记证号、稀释倍数、安全间隔期。
care-work = 记一次农活
care-entries = 记录
care-none = 还没有记录。
care-on = 日期
care-product = 药剂（含登记证号）
care-dose = 用量
care-waiting-days = 安全间隔期（天）
care-trees = 树的编号
care-trees-hint = 空着就是整个区
care-kind = 农活
care-note = 备注
care-note-hint = 比如天气
care-submit = 记下
care-waits = { $day }前不采
care-over = 间隔期已过
care-withdraw = 这次没有发生
care-tree = 用过的药
care-tree-line = { $product }，{ $dose }
work-pruning = 修剪
work-fertilising = 施肥
work-watering = 灌溉
work-weeding = 除草
work-thinning = 疏果
work-bagging = 套袋
work-weather = 天气
flash-care-noted = 记下了。
rejection-product-invalid = 请写明药剂，不超过六十个字。
rejection-dose-invalid = 请写明用量，不超过六十个字。
rejection-waiting-days-invalid = 安全间隔期最多 { $max } 天，请照标签核对。
rejection-treated-trees-invalid = 每棵树只写一次，最多 { $max } 棵；整个区就空着。
rejection-done-in-future = 这一天还没到，做完再记。
rejection-done-too-long-ago = 最多能补记 { $max } 天以内的事。
rejection-too-many-entries = 这个区已有 { $max } 条记录，不能再加。
rejection-treatment-unknown = 没有这次用药。
rejection-in-waiting-period = 有一棵树还在安全间隔期内（到 { $until } 为止），没有记下这批采收。间隔期过后再采，或核对用药记录。
care-some-trees = { $count } 棵树

## 订阅

feed-follow = 订阅这棵树的日记
feed-days = 把日子加进日历
feed-sale-ends = 认养截止：{ $tree }
feed-fruit-comes = 果子寄出：{ $tree }
