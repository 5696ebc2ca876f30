# Words for stored codes: states, stages, grades, accounts, roles, carriers.
# Keys and arguments are the same in every language; a test makes sure.

## stage of the year

stage-dormant = 休眠
stage-budding = 萌芽
stage-blossom = 开花
stage-fruit-set = 坐果
stage-growing = 膨大
stage-colouring = 转色
stage-ripe = 成熟
stage-harvested = 采收

## state of a campaign

campaign-state-draft = 草稿
campaign-state-soon = 即将开始
campaign-state-open = 正在认养
campaign-state-closed = 已结束

## what happens in a poor year

risk-top-up = 不足约定的部分，由同一果园的其他树补足。
risk-refund-shortfall = 不足约定的部分，按比例退款。
risk-carry-over = 不足约定的部分，结转到下一季补给你。
risk-buyer-bears = 年成由你和果农一起承担：多了归你，少了不补。

## state of an adoption

adoption-started = 保留中
adoption-held = 保留中
adoption-waiting-payment = 等付款
adoption-confirmed = 已认养
adoption-completed = 已收果
adoption-cancelled = 已取消
cancelled-hold-expired = 保留时间已过
cancelled-withdrawn = 你取消了
cancelled-paid-too-late = 付款晚到，树已有主人
cancelled-by-operator = 果园取消了

## state of an observation, and why one is flagged

observation-captured = 待核
observation-accepted = 已收
observation-flagged = 要看一下
observation-refused = 没收下
flag-same-photo = 这张照片以前发过
flag-old-photo = 照片拍得太早
flag-future-photo = 照片时间在未来
flag-far-away = 拍摄地点离果园很远

## state of a box

box-planned = 已计划
box-unplanned = 等地址
box-locked-state = 待打包
box-packed = 已打包
box-handed-over = 运送中
box-delivered = 已送到

## state of money

money-waiting = 等到账
money-captured = 已到账
money-surplus = 多付的钱，会退还
money-late = 晚到
money-failed = 未成功
money-refund-requested = 退款中
money-refund-settled = 已退
money-refund-failed = 退款失败

## what a share is, by the number of parts

share-1 = 一整棵
share-2 = 半棵
share-4 = 四分之一棵

## why a tree cannot be held now

hold-tree-not-free = 这棵树现在不能认养。另挑一棵吧。
hold-campaign-not-on-sale = 现在不在认养期。

## grades of fruit, and what a certificate rests on

grade-extra = 特级
grade-first = 一级
grade-second = 二级
grade-juice = 榨汁
basis-commissioned-test = 委托检测
basis-own-test = 自我检测
basis-internal-control = 内部质量控制
basis-self-declaration = 自我承诺

## entries of a tree's diary

diary-registered = 登记入园
diary-tag-attached = 挂上树牌 { $code }
diary-tag-replaced = 换上新树牌 { $code }
diary-adopted = { $season } 季有人认养了它
diary-released = { $season } 季重新开放认养
diary-nameplate-approved = 挂上木牌
diary-harvested = 采收 { $weight }，批次 { $lot }
diary-certified = 批次 { $lot } 开出合格证 { $number }
diary-packed = 第 { $box } 箱装好，{ $weight }
diary-handed-over = 第 { $box } 箱交给快递
diary-delivered = 第 { $box } 箱送到

## accounts of the ledger

account-assets-channel-manual = 银行存款
account-expenses-channel-fees = 渠道手续费
account-liabilities-deposits = 预收款
account-liabilities-undelivered = 未交付果品
account-liabilities-refunds-payable = 应退款
account-income-fruit = 果品收入

## roles

role-buyer = 买家
role-farmer = 果农
role-packer = 打包员
role-organiser = 团长
role-promoter = 推广人
role-operator = 运营
role-auditor = 审计

## carriers

carrier-sf = 顺丰
carrier-jd = 京东物流
carrier-zto = 中通
carrier-yto = 圆通
carrier-ems = 邮政 EMS
carrier-other = 其他
