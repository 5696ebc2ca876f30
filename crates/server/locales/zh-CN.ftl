# 页面上的话，简体中文。键与 en.ftl 一一对应，由测试保证。

## brand and frame

brand = 果园 Pomona
skip = 跳到正文
nav-label = 主导航
nav-self = 语言与账户
nav-campaigns = 认养果树
nav-garden = 我的果园
nav-today = 今天
nav-harvest = 采收
nav-packing = 打包
nav-operator = 运营
language-other = English
foot-promise = 每棵树都真实存在，每条记录都可以查证。
foot-label = 页脚
foot-api = 开放接口
save = 保存
copy = 复制
copied = 已复制
accept = 收下
approve = 通过
reject = 不通过
as-table = 看表格
orchard = 果园
block = 区
error-request = 如果需要帮助，请报这个编号：{ $id }

## counted things

trees-count = { $count } 棵
boxes-count = { $count } 箱
days-count = { $count } 天
minutes-count = { $count } 分钟
photos-count = { $count } 张照片
box-number = 第 { $count } 箱
trees-taken = 已认养 { $share }

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
pay-title = 请转账
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

## a tree's history, proven

proof-title = 证明这段历史
proof-lead = 这棵树的记录一旦封存，谁改动都会被发现，包括我们自己。这里说清楚能证明什么，并让你自己查。
proof-link = 证明这段历史
proof-sealed = { $count } 条记录已封存
proof-sealed-text = 它们连同整本日志的前 { $size } 条，盖在同一个签名封印之下。改动任何一个字，封印就对不上。
proof-download = 下载历史和证明
proof-download-text = 一个文件，不联网也能查，不需要我们在场。里面没有姓名、电话和地址。
proof-broken = 封印已停用
proof-broken-text = 现在的日志和以前签过名的不一致，所以我们不再签名，也不再出具证明。请向果园询问；你以前保存的文件仍然有效。
proof-paused = 暂停封存
proof-paused-text = 现在暂时无法把日志和以前发出的封印核对，核对之前我们不签名，也不出具证明。你以前保存的文件仍然有效。
proof-no-seal = 正在封存
proof-no-seal-text = 第一个封印很快就好，请过几秒再看。
proof-proven = 能证明的
proof-proven-words = 每条记录都在日志里，位置就是它的编号，封存之后一个字也没有改过。
proof-proven-order = 两个封印之间没有插入、删除或调换：新封印要能证明它完整包含你手里的旧封印，不能就露馅。
proof-proven-photos = 每张照片原图的指纹写在记录里，换一张就对不上。
proof-proven-later = 保存下载的文件，就替这段历史留了底：以后谁改了，拿出来一比便知。
proof-unproven = 不能证明的
proof-unproven-truth = 写下的话当时是不是真的。记录是人写的，封印只保证它后来没有变。
proof-unproven-clock = 准确的时间。时钟是果园的；外人能确认的是，他拿到封印的那一刻，记录已经在了。
proof-unproven-people = 谁认养、寄到哪里。涉及个人的记录是密封的：能证明它在、没有变，看不到内容。
proof-records = 这棵树的记录
proof-records-text = 其中 { $count } 条的原文在文件里，可以逐字核对；其余涉及个人，只有指纹。
proof-open = 原文可查
proof-closed = 已密封
proof-soon = 即将封存
proof-one = 证明
proof-of = 日志第 { $position } 条的证明
proof-check = 自己动手查
proof-check-key = 先核对公钥。别只信这一页：和果园里贴的、朋友存的或你上次下载的比一比，应当一字不差。
proof-check-run = 再检查下载的文件，不用联网。用本程序，或任何认识 C2SP tlog-proof 的程序。
proof-check-command = 检查文件的命令
proof-check-keep = 留一份当前的封印。以后可以拿它验证：日志是不是仍然从它延续下来。
proof-keep = 保存当前封印
proof-details = 技术细节
proof-origin = 日志名称
proof-size = 条数
proof-root = 总指纹
proof-details-text = RFC 6962 默克尔树，Ed25519 签名的 C2SP 检查点；整棵树的分块公开在 /log/tile/ 下。
proof-file-what = 树 { $code } 的历史。每条记录有一份证明，都对应同一个签名封印（checkpoint）。有 record 的可以逐字读（base64）；没有的涉及个人，只给指纹（commitment）。
proof-file-check = 检查：pomona proof check pomona-{ $code }.json --vkey '公钥'。公钥请从别处取得，再与文件里的 vkey 比较。
proof-file-elsewhere = 不用本程序也能查：每份 proof 是 C2SP tlog-proof，条目就是 commitment 的 32 个字节；record 解码后的 SHA-256 等于 commitment。
proof-file-keep = 它证明记录在封印之时已在日志里、此后没有变；不证明写下的话当时属实。保存好这个文件。

## my garden

garden-title = 我的果园
garden-empty = 你还没有树
garden-empty-text = 挑一棵，写上名字，从今天开始看它长大。
garden-boxes = 我的箱子
garden-plan-boxes = 填写收货地址
garden-cancel = 取消认养
garden-cancel-confirm = 确定取消
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

## farmer

today-title = { $count ->
        [0] 今天的树都看过了
       *[other] 今天要看 { $count } 棵
    }
today-due = 等照片
today-due-none = 都拍过了。
today-due-days = { $count } 天没有更新
today-due-never = 还没有照片
today-photograph = 拍
today-photograph-tree = 给 { $tree } 拍照
today-recent = 最近的记录
today-recent-none = 还没有记录。
today-picks = 等采收
capture-title = 拍照记录
capture-code = 树牌编号
capture-code-hint = 8 位，扫码或手输
capture-stage = 物候期
capture-photos = 照片
capture-photos-hint = 最多 { $count } 张，每张不超过 { $size }
capture-note = 想说的话（可不写）
capture-submit = 发出去
capture-ready = 待发送
capture-sending = 正在发送
capture-sent = 已送达
capture-too-large = 太大了，最大 { $size }
capture-too-many = 最多 { $count } 张
capture-offline = 没发出去，网络断了。照片还在，请再点一次。
capture-remove = 去掉
harvest-title = 采收与合格证
harvest-lot = 记一批采收
lot-name = 批次号
lot-name-hint = 例如 L-1128-乙
lot-grade = 等级
lot-tare = 空筐重（克）
lot-tare-hint = 没有就不填
lot-allocate = 分给认养人
lot-allocate-name = 把 { $lot } 分给认养人
lot-trees = 每棵树采了多少
lot-trees-hint = 一行一棵：树牌编号、空格、克数
lot-submit = 记下这一批
harvest-certificate = 开合格证
harvest-certificate-text = 每个批次都要有承诺达标合格证，才能打包。
harvest-certificate-none = 没有批次在等合格证。
certificate-number = 合格证编号
certificate-product = 产品名称
certificate-origin = 产地
certificate-producer = 生产者
certificate-contact = 联系方式
certificate-basis = 承诺依据
certificate-day = 开具日期
certificate-submit = 登记合格证
harvest-lots = 采收批次
harvest-lots-none = 还没有采收。

## packing

packing-title = 打包台
packing-count = { $share } 箱
packing-scan = 扫码，或输入编号
packing-look = 查
packing-hint = 扫箱单上的码，屏幕会告诉你能不能装。
packing-go = 可以装
packing-stop = 停：这箱不能装
packing-lot = 批次
packing-grams = 实际克数
packing-pack = 装好了
packing-lock = 锁定地址
packing-lock-box = 锁定 { $box } 的地址
packing-boxes = 箱子
packing-boxes-none = 现在没有要打包的箱子。
packing-handover = 交给快递
packing-handover-submit = 已交快递
packing-carrier = 快递公司
packing-tracking = 运单号
packing-deliver = 已送到
packing-deliver-box = { $box } 已送到
check-certificate = 合格证已开
check-waiting = 安全间隔期已过
check-address = 地址已锁定

## operator

operator-title = 今天的运营
operator-more = 更多
operator-decide = { $count ->
        [0] 没有要决定的事
       *[other] { $count } 件事等你决定
    }
operator-decide-none = 木牌、照片、退款都处理完了。
operator-exceptions = 异常
operator-captured = 每日到账
operator-captured-none = 还没有到账。
operator-captured-label = 每日到账柱状图，最高 { $highest }
operator-captured-highest = 最高一天 { $highest }
operator-promises = 约定与采收
operator-promises-none = 还没有约定。
operator-campaigns = 认养季
operator-balance = 试算平衡
operator-balanced = 平
operator-unbalanced = 不平！
tile-captured = 已到账
tile-held = 预收未交付
tile-refunds = 待退款
tile-adoptions = 认养
exception-late-payment = 晚到款
exception-lot-without-certificate = 缺合格证
exception-silent-tree = 久未更新
exception-refund-failed = 退款失败
approve-plate = 通过木牌：{ $text }
accept-photo = 收下 { $tree } 的照片
reject-photo = 不收 { $tree } 的照片
reject-reason = 原因（会告诉认养人）
refund-due = 退 { $amount }
refund-settle = 登记已退
refund-settle-submit = 已退款
capture-money = 登记到账
capture-money-text = 照银行流水登记。同一笔流水号登记两次，只算一次。
capture-money-submit = 登记到账
capture-transaction = 银行流水号
capture-transaction-hint = 银行给的唯一编号
capture-amount = 金额（元）
capture-day = 到账日
editor-frozen = 已经开放，条款不能再改。
editor-title-zh = 中文标题
editor-title-en = 英文标题
editor-season = 采收年份
editor-season-hint = 果子采收的年份
editor-story-zh = 中文介绍
editor-story-en = 英文介绍
editor-limits = 更多约定
editor-hold = 保留时间（分钟）
editor-photo-age = 果树照片最多多旧（天）
editor-forecast = 一棵树估产（克）
editor-cover = 约定最多占估产（%）
editor-price = 一份价格（元）
editor-price-hint = 例如 1680
editor-shares = 一棵树分几份
editor-shares-hint = 1、2 或 4
editor-promised = 约定果量（克）
editor-sale-from = 认养开始
editor-sale-until = 认养截止
editor-ship-from = 发货开始
editor-ship-until = 发货截止
editor-contract-zh = 中文合同
editor-contract-en = 英文合同
editor-contract-hint = 空行分段。开放后按指纹固定。
editor-save = 保存草稿
editor-trees = 提供的树
editor-offered = 已提供 { $count } 棵。
editor-offer = 提供这一区的树
editor-open-title = 开放认养
editor-open-text = 开放后条款不能再改，买家就能看到。
editor-open = 开放
editor-close-title = 结束认养
editor-close-text = 结束后不能再认养，已认养的照旧。
editor-close = 结束
import-title = 导入果树
import-text = CSV 文件，第一行是列名：
import-file = CSV 文件
import-paste = 或把内容粘贴在这里
import-submit = 导入
import-again = 同一个文件导入两次，不会有任何改变。
import-rows = 逐行结果
import-accepted = 收下 { $count } 行
import-unchanged = 已有 { $count } 行
import-refused = 不收 { $count } 行
row-accepted = 收下
row-unchanged = 已有
row-refused = 不收
tags-title = 打印树牌
tags-text = 每张 90 × 55 毫米，A4 一页十张。打印时选“实际大小”。
tags-show = 看这一区
tags-print = 打印
people-title = 人员与权限
people-give = 给一个角色
people-take = 收回
people-take-role = 收回 { $person } 的角色：{ $role }
people-role = 角色
people-scope = 果园
people-scope-hint = 果农和打包员要选
people-scope-all = 不限
people-password = 初始密码
person-erased = 已删除
people-add = 添加人员

## tables

column-when = 时间
column-what = 内容
column-amount = 金额
column-state = 状态
column-trees = 棵数
column-weight = 重量
column-left = 剩余
column-certificate = 合格证
column-account = 科目
column-debit = 借
column-credit = 贷
column-sum = 合计
column-line = 行
column-tree = 树

## account

sign-in = 登录
sign-in-title = 欢迎回来
sign-in-new = 第一次来？
sign-in-failed = 账号或密码不对，请再试一次。
sign-in-wait = 试得太多了，请过 { $minutes } 再试。
sign-up = 注册
sign-up-title = 来认养一棵树
sign-up-known = 已有账户？
sign-up-taken = 这个账号已经注册过，请直接登录。
sign-up-privacy = 你的姓名和账号加密保存。随时可以要求删除，删除后无法还原。
sign-out = 退出登录
account-title = 我的账户
account-display = 怎么称呼你
account-display-hint = 只有你和果园看得到
account-email = 邮箱、手机号或用户名
account-password = 密码
account-roles = 角色
account-language = 语言
password-hint = 至少 { $count } 个字符
tokens-title = 接口密钥
tokens-text = 给程序用的钥匙，权限和你本人一样。
tokens-fresh = 新的密钥
tokens-once = 只显示这一次，请现在收好。
tokens-none = 还没有密钥。
tokens-created = 创建于
tokens-used = 最近使用
tokens-unused = 没有用过
tokens-name = 名称
tokens-name-hint = 写给自己看的，例如“仓库电脑”
tokens-make = 创建密钥
tokens-revoke = 作废
tokens-revoke-name = 作废密钥：{ $name }
api-title = 开放接口
api-openapi = OpenAPI 3.1 描述文件
api-contents = 目录

## errors: what happened, what holds, what next

form-sent-before = 这张表已经提交过，内容不一样。请核对后再交一次。
form-stale = 这期间有人改过，请看看现在的内容再交。
error-not-found = 没有找到这一页
error-not-found-text = 地址可能写错了，或者树牌编号少了一位。
error-forbidden = 这里不对你开放
error-forbidden-text = 你的账户没有这个权限。
error-sign-in = 请先登录
error-sign-in-text = 登录后会回到这一页。
error-expired-form = 这一页放得太久了
error-expired-form-text = 为了安全，请重新打开再填一次。
error-conflict = 慢了一步
error-too-many = 太快了
error-too-many-text = 请稍等一会儿再试。
error-conflict-text = 这期间情况变了，请看看现在的样子再试。
error-too-large-text = 请换一个小一些的文件。
error-too-large = 文件太大了
error-refused = 这样不行
error-refused-text = 请看看填的内容，改一改再试。
error-fault = 我们这边出错了
error-fault-text = 已经记录下来了。
error-busy = 暂时忙不过来
error-busy-text = 请过一会儿再试。
error-full = 暂时没有空间保存新内容
error-full-text = 本站的磁盘快满了，暂时不再写入新内容。已确认的一切都安全，仍可查看。我们需要腾出空间，请稍后再试。
holds-nothing-changed = 什么都没有改变：你的树和钱都还是原样。
next-home = 去首页
next-back = 回去重试
next-garden = 去我的果园

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

## short news after an action

flash-boxes-saved = 地址记好了。
flash-adoption-cancelled = 已经取消。
flash-signed-up = 欢迎来到果园。
flash-signed-in = 欢迎回来。
flash-signed-out = 已退出登录。
flash-held = 这棵树先为你保留着。
flash-accepted = 合同已同意。
flash-observation-posted = 收到了，谢谢。
flash-role-changed = 角色改好了。
flash-language-saved = 语言换好了。
flash-nameplate-proposed = 木牌写好了。
flash-contract-accepted = 合同已同意。
flash-observation-sent = 收到了，谢谢。
flash-lot-recorded = 这一批记下了。
flash-certificate-recorded = 合格证登记了。
flash-lot-allocated = 果子分好了。
flash-address-locked = 地址锁定了。
flash-parcel-packed = 装好一箱。
flash-parcel-handed-over = 已交给快递。
flash-parcel-delivered = 已记为送到。
flash-capture-recorded = 到账登记了。
flash-refund-settled = 退款登记了。
flash-nameplate-approved = 木牌通过了。
flash-nameplate-rejected = 已告诉认养人。
flash-observation-accepted = 照片收下了。
flash-observation-rejected = 照片没有收下。
flash-campaign-saved = 草稿保存了。
flash-contract-saved = 合同保存了。
flash-trees-offered = 果树加进来了。
flash-campaign-opened = 认养开放了。
flash-campaign-closed = 认养结束了。
flash-person-added = 人员添加了。
flash-role-granted = 角色给了。
flash-role-revoked = 角色收回了。
flash-token-revoked = 密钥作废了。

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

## a field that is wrong

field-missing = 请填写这一项。
field-needed-for-payout = 渠道已不能退款。请先核实收款账户的身份，再勾选这里。
field-number = 请填一个数。
field-amount = 请填金额，例如 1680 或 1680.50。
field-date = 请填日期，例如 2026-11-28。
field-email = 这不像一个邮箱。
field-phone = 这不像一个手机号。
field-too-long = 太长了。
field-too-short = 太短了。
field-tick = 请勾选这一项再继续。
field-code = 没有这个编号的树，请对一下树牌。
field-photo = 这张照片打不开，请重拍一张。
field-lot-line = 这一行看不懂，请写“树牌编号 克数”。
field-required = 请填写这一项。
field-control-character = 里面有看不见的字符，请重新输入。
field-phone-invalid = 这不像一个手机号。
field-count-invalid = 数量不对。
field-block-unknown = 没有这个区。
field-tree-unknown = 没有这棵树，请对一下树牌。
field-tree-exists = 这棵树已经登记过，内容不同。
field-login-invalid = 这不像一个邮箱、手机号或用户名。
field-login-taken = 这个账号已经注册过，请直接登录。
field-no-credential = 没有这个登录账户。
field-token-name-invalid = 名称要有 1 到 60 个字。
field-too-many-tokens = 密钥太多了，请先作废几个。
field-csv-malformed = 这个文件读不懂，请存成 CSV（UTF-8）。
field-csv-column-missing = 少了一列，请对一下第一行。
field-csv-too-many-rows = 行数太多，请分几个文件。
field-row-repeated = 这棵树在文件里出现了两次。
field-not-a-number = 请填一个数。
field-password-too-short = 密码太短。
field-password-too-long = 密码太长。
field-password-too-uniform = 密码太简单，换几个不同的字符。
field-password-contains-login = 密码里不要带账号。
field-choice = 请选一项。
field-hash = 合同已经更新，请重新看过再同意。
field-coordinate = 坐标不对。
field-orchard-needed = 请写果园编号。
field-not-text = 这不是文字。
field-photo-animated = 第 { $number } 张是动图，请发静态照片。
field-photo-cut-off = 第 { $number } 张没有传完整，请重新选一次。
field-photo-damaged = 第 { $number } 张打不开，请重拍。
field-photo-not-a-picture = 第 { $number } 个文件不是照片。
field-photo-not-encoded = 第 { $number } 张没能处理，请重拍。
field-photo-side-too-long = 第 { $number } 张的边太长。
field-photo-size-lies = 第 { $number } 张的尺寸和内容不符，请重拍。
field-photo-too-many-bytes = 第 { $number } 张文件太大。
field-photo-too-many-pixels = 第 { $number } 张像素太多。
field-photo-unsupported-format = 第 { $number } 张的格式收不了，请发 JPEG、PNG 或 WebP。
field-photo-unsupported-variant = 第 { $number } 张是少见的格式，请另存为普通 JPEG。

## a rule said no, by its code

rejection-above-captured = 这笔款只剩 { $left }。
rejection-above-entitlement = 这个批次给这份认养只剩 { $available } 克了。
rejection-address-locked = 地址已经锁定，不能再改。请联系果园。
rejection-address-not-locked = 地址还没锁定，先不要装。
rejection-adoption-already-confirmed = 这次认养已经完成付款。
rejection-adoption-cancelled = 这次认养已经取消。
rejection-adoption-completed = 这次认养已经圆满结束。
rejection-adoption-exists = 这次认养已经开始了。
rejection-adoption-has-other-part = 这次认养已经选了另一份。
rejection-adoption-not-cancelled = 这次认养没有取消，不能退款。
rejection-adoption-not-confirmed = 还没有付款，先等到账。
rejection-adoption-unknown = 没有这次认养。
rejection-advance-above-limit = 现在最多还能预付 { $available }。
rejection-amount-above-disputed = 争议金额只有 { $disputed }。
rejection-amount-differs = 金额对不上：应为 { $expected }，登记的是 { $actual }。
rejection-amount-differs-from-revenue = 账上这一项的收入是 { $revenue }。
rejection-amount-not-positive = 金额必须大于零。
rejection-approver-is-requester = 申请人不能自己审批。
rejection-batch-empty = 没有可以合并的退款。
rejection-block-exists = { $name } 这个地块已经有了。
rejection-books-unbalanced = 账上差 { $difference }，这一天先不能结账。
rejection-box-already-packed = 这箱已经装过了。
rejection-box-count-differs = 约定 { $expected } 箱，填了 { $actual } 箱。
rejection-box-grams-differ = 各箱加起来 { $actual } 克，约定是 { $expected } 克。
rejection-box-numbers-invalid = 箱号要从 1 开始，每个一次。
rejection-box-unknown = 没有这个箱子。
rejection-box-window-invalid = 寄出的日期不对。
rejection-boxes-already-planned = 箱子已经计划好了。
rejection-boxes-not-planned = 还没有填收货地址。
rejection-buyer-limit-reached = 这一季每人最多认养 { $limit } 棵，你已经到了。
rejection-buyer-role-stays = 买家身份不能收回。
rejection-campaign-closed = 这一季的认养已经结束。
rejection-campaign-exists = 这个认养季已经有了。
rejection-campaign-not-draft = 已经开放，条款不能再改。
rejection-campaign-not-open = 这一季还没开放认养。
rejection-campaign-unknown = 没有这个认养季。
rejection-captured-in-future = 记录的时间在未来，请对一下手机时间。
rejection-certificate-exists = 这个批次已经有合格证 { $number } 了。
rejection-certificate-field-invalid = 合格证上有一项不对。
rejection-code-invalid = 编号不对，应该是 8 位。
rejection-contents-invalid = 装箱内容不对，请核对批次和重量。
rejection-contract-differs = 合同已经更新，请重新看过再同意。
rejection-contract-missing = 还没有合同。
rejection-contract-not-accepted = 请先同意合同。
rejection-contract-text-invalid = 合同要有中英文，而且不能太长。
rejection-cover-invalid = 约定占估产的比例要在 1 到 100 之间。
rejection-currency-differs = 这个账户用的是另一种货币。
rejection-day-closed = { $through } 及以前已经结账，请记在之后的日子。
rejection-day-not-over = { $day } 还没过完。
rejection-dispute-exists = 这个争议已经有了。
rejection-dispute-open = 有争议还没了结，在此之前不发货也不付款。
rejection-dispute-over = 这个争议已经了结。
rejection-dispute-unknown = 没有这个争议。
rejection-documents-invalid = 证据要有 1 到 { $max } 份文件。
rejection-entry-exists = 这笔分录已经有了。
rejection-entry-unbalanced = 借贷相差 { $difference }。
rejection-entry-unknown = 没有可以冲销的分录。
rejection-evidence-too-late = 举证截止 { $respond_by }。
rejection-farmer-terms-in-use = 这份约定已经在用，本季不能再改。
rejection-farmer-terms-invalid = 各比例不能超过千分之一千，预付不能超过农场的份额。
rejection-farmer-terms-missing = 这个农场本季还没有约定。
rejection-deadline-invalid = 截止时间要在认养期内，之后最多再等十四天对账。
rejection-deadline-over = 截止时间 { $deadline } 已过，不能再延长。
rejection-fee-invalid = 手续费不对。
rejection-funding-failed = 这次众筹没有达成目标，所有款项原路退回。
rejection-funding-not-due = 众筹在 { $at } 才有结果。
rejection-goal-invalid = 目标要大于零，货币与价格相同；按棵数最多一百万棵。
rejection-hold-ended = 保留时间到 { $until } 已经过了，请重新选树。
rejection-hold-not-expired = 保留时间还没到。
rejection-invoice-exists = 这张发票已经有了。
rejection-invoice-unknown = 没有这张发票。
rejection-intake-suspended = 果园暂停接受新的认养。已经保留的树仍可付款。
rejection-limit-invalid = 每人上限不对。
rejection-lines-invalid = 明细不对。
rejection-lot-already-allocated = 这一批已经分配过了。
rejection-lot-exists = 这个批次号已经用过。
rejection-lot-in-waiting-period = 这一批还在安全间隔期，不能采，也不能装。
rejection-lot-not-allocated = 这一批还没有分配。
rejection-lot-not-certified = 这一批还没有合格证，不能装。
rejection-lot-unknown = 没有这个批次。
rejection-member-exists = 这个人已经在了。
rejection-member-unknown = 没有这个人。
rejection-name-invalid = 名称是空的，或者太长。
rejection-nameplate-already-approved = 木牌已经通过，不能再改。
rejection-nameplate-banned-word = 里面有不能写的词，请换一个说法。
rejection-nameplate-character-not-allowed = 里面有刻不上去的字符，请只用文字和常用标点。
rejection-nameplate-empty = 请写几个字。
rejection-nameplate-looks-like-phone = 看起来有电话号码，请去掉。
rejection-nameplate-not-proposed = 没有等待审核的木牌。
rejection-nameplate-too-long = 太长了，牌子写不下。
rejection-never-from-a-person = 付给个人的分账不能退回。
rejection-no-consent-left = 没有可用的消息授权了。
rejection-no-return-not-confirmed = 请确认你知道鲜果不适用无理由退货。
rejection-no-such-split = 没有这笔分账。
rejection-no-tree-offered = 还没有提供果树。
rejection-not-crowdfunded = 这次认养没有目标，不能延长截止时间。
rejection-not-first-in-line = 前面还有人在等候。
rejection-not-held-by-adoption = 这棵树现在不是为你保留的。
rejection-not-on-this-channel = 这个渠道没有这项功能。
rejection-note-too-long = 文字最多 { $max } 个字。
rejection-nothing-observed = 请至少写一句话，或放一张照片。
rejection-nothing-payable = 现在没有可付的款，余额 { $balance }。
rejection-observation-accepted = 这条记录已经收下了。
rejection-observation-exists = 这条记录已经有了。
rejection-observation-refused = 这条记录没有收下。
rejection-observation-unknown = 没有这条记录。
rejection-orchard-exists = 这个果园已经有了。
rejection-orchard-unknown = 没有这个果园。
rejection-parcel-already-handed-over = 这箱已经交给快递了，单号 { $tracking }。
rejection-parcel-exists = 这箱已经装过了。
rejection-parcel-not-handed-over = 这箱还没有交给快递。
rejection-parcel-unknown = 没有这个包裹。
rejection-parcel-used = 这个包裹编号已经用过。
rejection-part-invalid = 没有这一份。
rejection-parts-invalid = 各项相加不等于退款额。
rejection-payment-already-captured = 这笔付款已经到账。
rejection-payment-exists = 这笔付款已经有了。
rejection-payment-not-captured = 这笔款还没有到账。
rejection-payment-unknown = 没有这笔付款，请核对附言。
rejection-payout-already-settled = 这笔付款已经到账。
rejection-payout-approved-already = 这笔付款不用再审批了。
rejection-payout-exists = 这笔付款已经有了。
rejection-payout-failed = 这笔付款失败了，需要另开一笔。
rejection-payout-not-approved = 这笔付款还没审批。
rejection-payout-not-sent = 这笔付款还没发出。
rejection-payout-over = 这笔付款已经了结。
rejection-payout-unknown = 没有这笔付款。
rejection-person-erased = 这个人的资料已经删除。
rejection-phase-invalid = 每个价格阶段要有价格和结束条件，且比前一个阶段晚结束。
rejection-picked-in-future = 采收日不能在未来。
rejection-place-invalid = 位置不对。
rejection-planted-invalid = 栽种年份不对。
rejection-price-not-positive = 价格必须大于零。
rejection-promise-invalid = 约定的重量和箱数不对。
rejection-promise-not-covered = 每棵树约定 { $promised } 克，估产只够 { $allowed } 克。
rejection-pull-back-first = 要先从分账方退回 { $missing }。
rejection-pull-back-too-late = 退回分账的期限是 { $until }。
rejection-reason-missing = 请写明原因。
rejection-reason-too-long = 原因最多 { $max } 个字。
rejection-recorded-otherwise = 这一项已按别的内容记录。
rejection-red-above-invoice = 这张发票只剩 { $left }。
rejection-refund-above-captured = 这笔款最多还能退 { $available }。
rejection-refund-above-line = 这一项最多还能退 { $available }。
rejection-refund-already-settled = 这笔退款已经完成。
rejection-refund-approved-already = 这笔退款不用再审批，可能已在路上。
rejection-refund-declined = 这笔退款没有通过，需要另开一笔。
rejection-refund-exists = 这笔退款已经有了。
rejection-refund-failed = 这笔退款失败了，需要另开一笔。
rejection-refund-not-approved = 这笔退款要先由另一个人审批。
rejection-refund-not-queued = 这笔退款不在等待中。
rejection-refund-too-late = 渠道的退款期限到 { $until }，可以改用付款。
rejection-refund-too-soon = 下一笔退款要等到 { $again_at }。
rejection-refund-unknown = 没有这笔退款。
rejection-refund-was-released = 这笔退款已经撤回。
rejection-reversal-exceeds = 这个科目最多能冲销 { $left }。
rejection-risk-clause-differs = 年成条款有变化，请重新看过再同意。
rejection-sale-ended = 认养期已在 { $until } 结束。
rejection-sale-not-begun = 认养从 { $from } 开始。
rejection-sale-window-invalid = 认养期不对。
rejection-series-used-up = { $year } 年的发票号已用完。
rejection-settlement-not-open = 这份结算没有待确认。
rejection-settlement-outdated = 现在只能付 { $payable }，需要重新提出结算。
rejection-shares-per-tree-invalid = 一棵树只能分 1、2 或 4 份。
rejection-ship-day-outside = 承诺发货日要在 { $first } 到 { $last } 之间。
rejection-ship-window-invalid = 发货期不对。
rejection-split-above-cap = 最多还能分出 { $left }。
rejection-split-too-late = 分账期限到 { $until }。
rejection-story-too-long = 介绍最多 { $limit } 个字。
rejection-tag-code-used = 这个树牌编号已经用过，不能再用。
rejection-tag-retired = 这块树牌已经换下。
rejection-tag-unchanged = 树上挂的就是这块牌。
rejection-tag-unknown = 没有这块树牌。
rejection-tare-invalid = 皮重不对。
rejection-title-invalid = 中英文标题都要写，而且不能太长。
rejection-too-many-blocks = 区太多了。
rejection-too-many-parcels = 渠道规定一笔款最多 { $max } 个包裹。
rejection-too-many-phases = 最多 { $limit } 个价格阶段。
rejection-too-many-photos = 一次最多 { $max } 张照片，分几次发。
rejection-too-many-refunds = 渠道规定一笔款最多退 { $max } 次，可以改用付款。
rejection-too-many-resubmissions = 渠道规定最多重报 { $max } 次。
rejection-tracking-invalid = 运单号只能有字母、数字和连字符。
rejection-transaction-already-used = 这个流水号已经登记给另一笔款了。
rejection-transaction-invalid = 流水号不对。
rejection-tree-exists = 这棵树已经登记过了。
rejection-tree-not-offered = 这棵树这一季不认养。
rejection-tree-photo-too-old = 这棵树的照片太旧，先拍一张新的。
rejection-tree-share-on-hold = 有人正在认养这棵树，为他保留到 { $until }。另挑一棵，或者晚些再来看。
rejection-tree-share-taken = 这棵树已有主人。另挑一棵吧。
rejection-tree-sold-in-other-parts = 这棵树这一季按另一种份数认养。
rejection-tree-unknown = 没有这棵树。
rejection-tree-without-photo = 这棵树还没有照片，先拍一张。
rejection-trees-invalid = 树的清单不对。
rejection-variety-invalid = 品种是空的，或者太长。
rejection-waiting-list-full = 候补名单已满（{ $limit } 人）。
rejection-yields-differ = 各棵树加起来 { $yields } 克，批次净重是 { $net } 克，对不上。

## orchards

orchards-title = 果园
orchards-none = 还没有果园。
orchard-choose = 换到这个果园
orchard-new = 登记新果园
orchard-farm = 农场
orchard-farm-new = 新的农场
orchard-farm-name = 新农场的名称
orchard-name = 果园名称
orchard-county = 县
orchard-village = 村镇
orchard-latitude = 纬度
orchard-longitude = 经度
orchard-coordinate-hint = 例如 24.9543
orchard-register = 登记果园
orchard-blocks = 分区
orchard-blocks-none = 还没有分区。
orchard-trees = { $block } 的树
block-new = 新的分区
block-name = 分区名称
block-name-hint = 例如 乙区
block-add = 添加分区
tags-of-block = 打印 { $block } 的树牌
tag-replace = 换树牌
tag-replace-tree = 给 { $tree } 换树牌
tag-reason = 原因
column-code = 编号
column-planted = 栽种
column-seen = 最近照片
column-tag = 树牌
harvest-uncertified = 还没有
flash-orchard-registered = 果园登记了。
flash-block-added = 分区添加了。
flash-tag-replaced = 树牌换好了。

## the orchards' register, the bench, and more

editor-variety = 品种
garden-news = { $day }：{ $stage }
flash-payment-awaited = 转账还没到，我们会继续查。
field-outside-ship-window = 这一天不在发货期内。
field-in-the-future = 这个时间还没有到。
field-reference-unknown = 没有这个附言对应的款项，请核对。
stop-unknown-code = 这个编号在这里没有对应的箱子。
advice-unknown-code = 请核对编号，或在下面的列表里找。
stop-already-packed = 这一箱已经装好了。
advice-already-packed = 请装下一箱，这箱交给快递。
stop-address-open = 收货地址还没有锁定。
advice-address-open = 现在锁定；之后买家就不能再改。
stop-no-fruit = 这份认养还没有分到果子。
advice-no-fruit = 先放到一边，等批次分配。
stop-used-up = 这份认养的果子都装完了。
advice-used-up = 要再装请先问果园。
stop-no-certificate = 这个批次还没有合格证。
advice-no-certificate = 先放到一边，等合格证开好。
exception-payment-awaited = 待到账
refund-paid-too-late = 付款太晚
refund-withdrawn = 买家取消
refund-by-operator = 果园取消
money-lapsed = 未付款
rejection-character-invalid = 里面有不能用的字符。
rejection-price-too-large = 价格最高 { $limit }。
rejection-grams-too-large = 重量太大。
rejection-weight-too-large = 重量太大。
rejection-picked-too-long-ago = 这一天太久以前了。

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
