# Farm and depot: the farmer, the packer, the register of orchards.
# Keys and arguments are the same in every language; a test makes sure.

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
