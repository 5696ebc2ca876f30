# 信件、邮箱、同意。
# Keys and arguments are the same in every language; a test makes sure.

rejection-email-missing = 没有要验证的邮箱。
rejection-email-differs = 这个链接已经过期，或者后来换了邮箱。请在账户里再发一封。
rejection-too-many-addresses = 一天里换了太多次邮箱。请明天再试。
rejection-letter-unknown = 没有这封信。
rejection-letter-exists = 这个编号已经有一封信了。
rejection-letter-not-due = 这封信还没到时候。
rejection-letter-in-flight = 这封信正在寄出。
rejection-letter-not-in-flight = 这封信没有在寄。
rejection-letter-settled = 这封信已经了结。
rejection-letter-not-given-up = 只有放弃的信才能再寄。

## pages

letters-title = 我收到的信
letters-text = 付款、发货、退款这些要紧的事，我们写信告诉您。
letters-open = 邮箱与订阅
letters-email = 邮箱
letters-verified = 已确认
letters-unverified = 待确认
letters-address = 邮箱地址
letters-address-hint = 我们寄一封信过去，点里面的链接就好
letters-verify = 寄出确认信
letters-remove = 不再写信给我
letters-wanted = 要哪些
letters-service = 和您的认养有关的通知，只要有邮箱就会寄。下面的要您同意才寄。
letters-at-once = 改了立刻生效。每封信末尾也有退订链接。
consent-news = 每周一次：我的树的新照片
consent-offers = 认养过的果园开新季时告诉我
flash-email-given = 确认信寄出了，请到邮箱里点链接。
flash-email-removed = 以后不再写信给您。
flash-letters-chosen = 记下了，立刻生效。
flash-letter-again = 会再寄一次。
link-verify-title = 确认邮箱
link-verify-text = 这个邮箱是您的吗？确认以后，和您的认养有关的信都寄到这里。
link-verify-button = 是我的
link-verified-title = 邮箱已确认
link-verified-text = 从现在起，信会寄到这里。
link-unsubscribe-title = 退订
link-unsubscribe-text = 点一下就不再寄这类信。和您的认养有关的通知不受影响。
link-unsubscribe-button = 退订
link-unsubscribed-title = 已退订
link-unsubscribed-text = 这类信不会再寄给您。以后想要，可以在账户里再打开。
letter-why-service = 这封信和您自己的账户或认养有关，所以寄给您。
letter-why-news = 您同意每周收到自己果树的照片，所以寄给您。
letter-why-offers = 您同意收到新一季的消息，所以寄给您。
letter-choose = 要收哪些信，在这里选：{ $url }
letter-unsubscribe = 退订这类信
mail-title = 信件
mail-text = 这里只有数目和问题，没有地址，也没有信的内容。
mail-way-folder = 信放在数据目录的 outbox 文件夹里。
mail-way-smtp = 信交给邮件服务器。
mail-troubles = 寄不出去的
mail-no-troubles = 都寄出去了。
mail-counts = 各类信件
mail-none = 还没有信。
mail-kind = 种类
mail-waiting = 等待
mail-sent = 已寄
mail-given-up = 放弃
mail-dropped = 不寄
mail-attempts = 试了 { $count } 次
mail-again-at = 再试
mail-again = 再寄
mail-again-name = 再寄 { $id }
letter-failure-unreachable = 邮件服务器没有回应。
letter-failure-deferred = 邮件服务器说稍后再来。
letter-failure-refused = 邮件服务器拒收：地址不存在，或它不要这封信。
letter-failure-unwritable = 信写不出来，或者太大。
letter-failure-uncertain = 寄的时候程序停了，不知道有没有寄到。再寄可能会收到两封。

## kinds

letter-kind-verify-email = 邮箱验证
letter-kind-email-changed = 邮箱变更
letter-kind-order-held = 待付款
letter-kind-adoption-confirmed = 认养成立
letter-kind-hold-ended = 保留到期
letter-kind-paid-too-late = 付款过晚
letter-kind-adoption-cancelled = 认养取消
letter-kind-refund-settled = 退款到账
letter-kind-paid-beside = 多付了钱
letter-kind-campaign-succeeded = 众筹成功
letter-kind-place-offered = 候补到位
letter-kind-nameplate-rejected = 挂牌未通过
letter-kind-parcel-sent = 已发货
letter-kind-adoption-given = 礼物已收下
letter-kind-adoption-received = 收到认养
letter-kind-handover-ended = 转赠未成
letter-kind-renewal-offered = 续养邀请
letter-kind-renewal-reminder = 续养提醒
letter-kind-remedy-offered = 补救方案
letter-kind-remedy-reminder = 补救提醒
letter-kind-remedy-withdrawn = 补救撤回
letter-kind-remedy-defaulted = 按合同补救
letter-kind-remedy-stands = 补救不变
letter-kind-shortfall-borne = 共担风险
letter-kind-news = 每周照片
letter-kind-season-opened = 新一季

## the letters

letter-verify-email-subject = 请确认您的邮箱
letter-verify-email-text = { $name }，您好。

    有人在果园填了这个邮箱。如果是您，请点下面的链接确认。三天内有效。

    如果不是您，不必理会，我们不会再写信来。
letter-verify-email-action = 确认邮箱
letter-email-changed-subject = 您的信改寄到别处了
letter-email-changed-text = { $name }，您好。

    您账户里的邮箱刚刚换了一个。从现在起，信不再寄到这里。

    如果不是您换的，请马上登录看看，并修改密码。
letter-email-changed-action = 查看账户
letter-order-held-subject = { $tree } 为您留着，请付款
letter-order-held-text = { $name }，您好。

    合同已经签好，{ $campaign } 的 { $tree } 为您留到 { $until }。

    请转账 { $price }，附言写上 { $reference }。
letter-order-held-action = 去付款
letter-adoption-confirmed-subject = { $tree } 是您的了
letter-adoption-confirmed-text = { $name }，您好。

    款项收到了，{ $tree } 这一季由您认养。果子在{ $ship }发出。

    您的合同随信附上，也一直放在您的果园里。
letter-adoption-confirmed-action = 看合同
letter-hold-ended-subject = { $tree } 的保留到期了
letter-hold-ended-text = { $name }，您好。

    到期时还没有收到付款，{ $tree } 不再为您保留。

    如果您已经转账，不用担心：树还在就归您，不在了钱就退回。
letter-hold-ended-action = 看看别的树
letter-paid-too-late-subject = 款项来晚了，正在退回
letter-paid-too-late-text = { $name }，您好。

    您的款项到账时，{ $tree } 已经归了别人。钱会全额退回，不用您做什么。
letter-paid-too-late-action = 看进度
letter-adoption-cancelled-subject = { $tree } 的认养取消了
letter-adoption-cancelled-text = { $name }，您好。

    { $campaign } 的 { $tree } 的认养已经取消。付过的钱会退回，退到时再写信告诉您。
letter-adoption-cancelled-action = 看详情
letter-refund-settled-subject = 退款 { $amount } 已到账
letter-refund-settled-text = { $name }，您好。

    { $tree } 的退款 { $amount } 已经退出。按渠道不同，可能要过一两天才看得到。
letter-refund-settled-action = 看账目
letter-paid-beside-subject = 收到一笔不该付的 { $amount }
letter-paid-beside-text = { $name }，你好：

    为{ $tree }收到了 { $amount }，但这不是应付的钱：金额不对，或者付了两次。这笔钱是你的，会退还给你，你什么都不用做。你的认养不受影响。
letter-paid-beside-action = 查看款项
letter-campaign-succeeded-subject = { $campaign } 成了
letter-campaign-succeeded-text = { $name }，您好。

    { $campaign } 达到了目标，您认养的 { $tree } 确定下来了。谢谢您。
letter-campaign-succeeded-action = 去我的果园
letter-place-offered-subject = 轮到您了：{ $tree } 空出来了
letter-place-offered-text = { $name }，您好。

    您在等的 { $campaign } 有一棵树空出来了：{ $tree }，为您留到 { $until }。

    到时没有动静，就轮到下一位。
letter-place-offered-action = 看合同
letter-nameplate-rejected-subject = 挂牌文字要改一改
letter-nameplate-rejected-text = { $name }，您好。

    { $tree } 的挂牌文字没有通过：{ $reason }

    请换一句。
letter-nameplate-rejected-action = 换一句
letter-parcel-sent-subject = 您的果子上路了
letter-parcel-sent-text = { $name }，您好。

    { $tree } 的一箱果子已经交给快递，单号 { $tracking }。
letter-parcel-sent-action = 看包裹
letter-adoption-given-subject = { $tree } 有新主人了
letter-adoption-given-text = { $name }，您好。

    您送出的 { $tree } 已经有人接下，这一季归对方认养。
letter-adoption-given-action = 去我的果园
letter-adoption-received-subject = { $tree } 是您的了
letter-adoption-received-text = { $name }，您好。

    您接下了 { $tree } 的认养，果子在{ $ship }发出。

    合同随信附上，也一直放在您的果园里。
letter-adoption-received-action = 看合同
letter-handover-ended-subject = { $tree } 没有送出去
letter-handover-ended-text = { $name }，您好。

    您想转给别人的 { $tree } 没有人接下。照您当时的选择办理，您可以在果园里看到。
letter-handover-ended-action = 去我的果园
letter-renewal-offered-subject = { $tree } 的下一季，先问您
letter-renewal-offered-text = { $name }，您好。

    { $tree } 的下一季开始了，在 { $day } 之前为您优先保留。

    要不要继续，由您定。
letter-renewal-offered-action = 去决定
letter-renewal-reminder-subject = { $tree } 将在 { $day } 自动续养
letter-renewal-reminder-text = { $name }，您好。

    您打开了自动续养：{ $tree } 将在 { $day } 续到下一季，到时才需要付款。

    不想续，点下面一步就能停，不用说理由。
letter-renewal-reminder-action = 查看或停止
letter-remedy-offered-subject = { $tree } 少收了：请您选怎么补
letter-remedy-offered-text = { $name }，您好。

    受灾以后，{ $tree } 少 { $weight }，值 { $amount }。

    请在 { $day } 前选一种补救办法。不选的话，按合同：{ $default }。
letter-remedy-offered-action = 去选择
letter-remedy-reminder-subject = { $tree } 的选择 { $day } 截止
letter-remedy-reminder-text = { $name }，您好。

    { $tree } 少 { $weight }，您还没有选补救办法，{ $day } 截止。

    不选的话，按合同：{ $default }。
letter-remedy-reminder-action = 去选择
letter-remedy-withdrawn-subject = { $tree }：灾情已更正
letter-remedy-withdrawn-text = { $name }，您好。

    { $tree } 的灾情重新核实过：没有需要您选择的短缺。答应您的照旧。
letter-remedy-withdrawn-action = 去看看
letter-remedy-defaulted-subject = { $tree }：已按合同处理
letter-remedy-defaulted-text = { $name }，您好。

    { $tree } 的选择期限已过。少的 { $weight } 已按合同处理：{ $taken }。
letter-remedy-defaulted-action = 去看看
letter-remedy-stands-subject = { $tree }：补给您的不收回
letter-remedy-stands-text = { $name }，您好。

    { $tree } 的损失比原先估计的小。已经补给您的照旧，不收回。
letter-remedy-stands-action = 去看看
letter-shortfall-borne-subject = { $tree } 这季收成减少
letter-shortfall-borne-text = { $name }，您好。

    受灾以后，{ $tree } 的收成少于约定。按您的合同，这份风险由您共担，会少一些果子。核实的结果和您能得到的，见下面的页面。
letter-shortfall-borne-action = 去看看
letter-news-subject = 您的树这周有新照片
letter-news-text = { $name }，您好。

    这周拍了新照片的树：

    { $news }
letter-news-action = 去我的果园
letter-season-opened-subject = { $farm } 的新一季开始了
letter-season-opened-text = { $name }，您好。

    您认养过的 { $farm } 开了新的一季：{ $campaign }。
letter-season-opened-action = 看看
