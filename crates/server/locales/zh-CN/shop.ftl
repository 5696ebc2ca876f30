# Adopting: home, campaign, the steps, the tree, the garden.
# Keys and arguments are the same in every language; a test makes sure.

## home

home-title = 认养一棵树
home-heading = 山里有一棵树，等着写上你的名字
home-lead = 认养一棵果树，看它开花、坐果、转色，到了冬天把它的果子寄到你家。
home-open = 这一季可以认养
home-empty = 这一季还没开始认养。树都在，花开的时候再来看看。
home-how = 怎么认养
how-choose = 挑一棵树
how-choose-text = 在果园图上选一棵真实的树，给它挂上你写的牌子。
how-follow = 看它长大
how-follow-text = 果农一年四季拍照记录，扫树牌就能看到。
how-receive = 等它上门
how-receive-text = 采收后分箱寄出，每一箱都查得到批次和合格证。

## campaign

campaign-facts = 约定
campaign-price = 价格
campaign-promised = 约定果量
campaign-boxes = 分箱
campaign-sale-window = 认养期
campaign-ship-window = 发货期
campaign-limit = 每人最多
campaign-get = 你会得到
get-plate = 一棵真实的树，挂着写有你的话的木牌
get-diary = 整季的生长日记和照片
get-fruit = 约定 { $weight }，分 { $boxes }，寄到你指定的地址
get-trace = 每箱都能追溯到批次和合格证
campaign-risk = 如果年成不好
campaign-contract = 看合同全文
contract-fixed = 全文已存证
plan-title = 挑一棵树
plan-text = 绿色圆点是可以认养的树。点一棵，看看是不是它。
plan-free = 可认养
plan-held = 有人正在认养
plan-taken = 已有主人
plan-block-free = 还有 { $count } 棵
plan-list = 按列表看：{ $block }
plan-empty = 这里还没有可以认养的树。
tree-name = { $name } · { $block } { $row } 排 { $number } 株
plan-tree = { $tree }，{ $state }
dock-label = 认养
adopt-this-tree = 认养这棵树
choose-a-tree = 挑一棵树
choose-another-tree = 另挑一棵树
campaign-new = 新的认养季

## the steps of adopting

steps-label = 认养步骤
step-tree = 选树
step-nameplate = 木牌
step-contract = 合同
step-pay = 付款
the-tree = 这棵树
held-until = 为你保留到
held-left = （还有 %m 分 %s 秒）
confirm-title = 就是它吗？
confirm-hold = 就是它
confirm-hold-text = 我们先为你保留 { $length }，现在还不用付款。
nameplate-title = 给它挂一块牌子
nameplate-label = 牌子上写什么
nameplate-example = 小满的橙子树
nameplate-rules = 最多 { $count } 个字。请不要写电话、网址或孩子的全名。
nameplate-submit = 就写这个
nameplate-approval = 果园看过之后挂上树。没通过会告诉你原因，可以改。
nameplate-rejected = 上次写的没有通过：{ $reason }
contract-title = 认养合同
contract-summary = 要点
contract-full = 合同全文
contract-fixed-text = 签订后文字不再改变。以下是它的全文和指纹。
contract-accept = 我读过合同，同意全部内容，也了解年成不好时怎么办
contract-no-return = 我知道鲜果不适用七天无理由退货；坏果照样赔
contract-submit = 同意，去付款
pay-title = 付款
pay-amount = 金额
pay-reference = 转账附言
pay-reference-text = 请把附言原样写上，我们靠它认出这笔款。
pay-account-holder = 户名
pay-account-bank = 开户行
pay-account-number = 账号
pay-waiting = 等你的款到账
pay-waiting-text = 到账后树就是你的，这一页会告诉你。可以先关掉，在“我的果园”里再打开。
pay-deadline = 最晚到账时间：
pay-late-text = 晚到也不要紧：树还空着就归你，已经有主人就全额退回。
pay-check = 我已转账，看看到了没有
pay-cancel = 不认养了
done-adopted = 它是你的树了
done-adopted-text = 款已到账。从今天起，它的每一张照片你都看得到。
done-late-adopted = 款晚到了，树还在
done-late-adopted-text = 你的款在保留时间之后到账，这棵树还空着，所以它归你了。
done-late-refunded = 款晚到了，树已有主人
done-late-refunded-text = 你的款到账时，这棵树已被别人认养。我们会把钱全额原路退回，你不用做什么。
done-expired = 保留时间到了
done-expired-text = 没有扣款，这棵树又可以认养了。你仍可以再选它，或者另挑一棵。
done-cancelled = 已经取消
done-cancelled-text = 这次认养已经取消。付过的钱会退回，进度在“我的果园”里看。
done-see-tree = 去看我的树

## tree

plate-waiting = 木牌正在路上
plate-erased = 一位果友
plate-nobody = 等一个名字
tree-season = 这一季
tree-promised = 约定
tree-harvested = 已采收
tree-not-yet = 还没到时候
tree-harvest-bar = 已采收 { $harvested }，约定 { $promised }
tree-diary = 生长日记
tree-planted = { $year } 年栽
tree-diary-empty = 还没有照片。果农下次走到这棵树，就会有第一张。
tree-position = 日志第 { $position } 条
tree-lots = 采收与合格证
tree-picked = 采收日
tree-certificate = 承诺达标合格证 { $number }
tree-no-certificate = 合格证还没开出，果子不会发出。
tree-parcels = 果子到哪了
tree-adopt-this = 它还没有主人
tree-adopt-other = 也来认养一棵
tree-adopt-text = 挂上你的牌子，看它一年，收它的果子。
tree-proof = 这些记录可以查证
tree-proof-text = 每一条都写进只能增加、不能修改的日志，带着自己的编号。改动一个字，就对不上。
tree-records = { $count } 条记录
tree-last-position = 最近一条是日志第 { $position } 条
tree-qr = 树牌二维码
tree-qr-text = 树牌上的编号，永远只属于这棵树

## my garden

garden-title = 我的果园
garden-empty = 你还没有树
garden-empty-text = 挑一棵，写上名字，从今天开始看它长大。
garden-boxes = 我的箱子
garden-plan-boxes = 填写收货地址
garden-cancel = 取消认养
garden-money = 钱
garden-paid = 已付
garden-refunded = 已退
next-nameplate = 写木牌
next-contract = 看合同
next-pay = 去付款
next-boxes = 填写收货地址
money-payment = 认养 { $tree }
money-refund = 退款：{ $tree }
cancel-free = 还没有付款，取消后树会重新开放。
cancel-refund = 取消后全额退回 { $amount }，树会重新开放。
boxes-title = 箱子寄到哪里
boxes-lead = { $tree } 的果子在{ $window }寄出。
boxes-same = 全部寄到这个地址
boxes-submit = 保存地址
boxes-privacy = 地址加密保存，只在打包发货时打开，不会出现在公开页面上。
boxes-lock = 地址在 { $day }锁定，之前都可以改。
box-locked = 地址已锁定，正在准备发货。
address-recipient = 收件人
address-phone = 手机号
address-province = 省
address-city = 市
address-district = 区县
address-street = 详细地址
address-street-hint = 街道、小区、楼号、门牌

## how a campaign sells

goal-title = 众筹目标
goal-trees = 已付 { $reached } / { $wanted } 棵
goal-money = 已付 { $reached } / { $wanted }
goal-deadline = 截止
goal-rule-all-or-nothing = 到期没有达成目标，所有款项原路退回。
goal-rule-keep-what-is-raised = 到期没有达成目标，已付的认养照样有效。
goal-outcome-reached = 目标达成
goal-outcome-kept = 未达目标，认养有效
goal-outcome-failed = 未达目标，正在退款
goal-outcome-there = 已达目标
phases-title = 价格
phase-early = 早鸟价
phase-regular = 常规价
phase-late = 晚期价
phase-after = 之后
phase-now = 现在
phase-left = 还剩 { $count } 份
phase-until = { $day }止
paused-weather = 因天气原因，果园暂停接受新的认养。已保留的树仍可付款。
paused-disease = 因病虫害，果园暂停接受新的认养。已保留的树仍可付款。
paused-forecast-cut = 因产量预估下调，果园暂停接受新的认养。已保留的树仍可付款。
paused-farm-in-trouble = 果园遇到困难，暂停接受新的认养。已保留的树仍可付款。
paused-legal = 因法律原因，暂停接受新的认养。已保留的树仍可付款。
line-title = 候补
line-text = 现在没有空着的树。有人放弃时，会按先后为您保留一天。
line-waiting = { $count ->
    [0] 还没有人在等。
   *[other] 有 { $count } 人在等。
 }
line-join = 加入候补
line-sign-in = 登录后加入候补
line-place = 您在候补名单的第 { $count } 位。轮到您时，树会为您保留一天。
line-leave = 不等了
line-offered = 轮到您了：一棵树已为您保留，直到
line-take = 去认养
flash-waiting = 您已加入候补。
flash-waiting-no-longer = 您已退出候补。
sales-title = 怎么卖
sales-goal = 目标
sales-goal-amount = 多少
sales-goal-amount-hint = 棵数或金额（元）
sales-deadline = 截止日
sales-grace = 等对账（天）
sales-grace-hint = 最多 14 天
sales-rule = 没有达成时
sales-phase-hint = 留空就没有这个阶段
sales-until = 到哪天为止
sales-count = 到第几份为止
sales-count-hint = 日期和份数，先到先止
sales-more-time = 延长到
sales-extend = 延长
sales-is-paused = 现在不接受新的认养。
sales-resume = 恢复认养
sales-cause = 原因
sales-pause-hint = 买家会看到。已保留的树仍可付款。
sales-pause = 暂停认养
goal-kind-none = 没有目标
goal-kind-trees = 棵数
goal-kind-money = 金额
cause-weather = 天气
cause-disease = 病虫害
cause-forecast-cut = 产量预估下调
cause-farm-in-trouble = 果园有困难
cause-legal = 法律原因
flash-campaign-paused = 已暂停认养。
flash-campaign-resumed = 已恢复认养。
contract-credit = 用我的余额付 { $amount }，剩下的再付款。
pay-credit-used = 余额已抵扣 { $amount }，这里是剩下要付的。
cancel-plan = 先看清会退多少、会发生什么，再决定。
