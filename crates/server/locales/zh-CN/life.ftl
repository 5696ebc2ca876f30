# 认养之后的事：由我们挑树、赠送、分给朋友、名牌、下一季。

## 由我们来挑

any-tree = 帮我挑一棵
any-tree-sign-in = 登录后由我们来挑
any-tree-text = 我们按顺序挑：先看认养最少的片区，再看等得最久的那棵。付款之前，留不留都由你。
flash-chosen-for-you = 我们为你挑了这棵树，并为你保留着。
rejection-no-tree-free = 眼下每棵树都有主人或正被保留。可能会有树空出来，你可以排队等候。

## 为什么没有做成

rejection-tree-share-not-paid = 这一份正为你保留，还没有付款。到账之后才能赠送或分开。
rejection-tree-share-not-divisible = 只有整棵树可以分：分成两半，或四份。
rejection-handover-open = 这棵树已经发出邀请，有效期到{ $until }。请先撤回那一个。
rejection-handover-days-invalid = 请选 { $min } 到 { $max } 天。
rejection-refund-for-gifts-only = 只有赠送在没人接受时可以退款。
rejection-handover-over = 这个邀请已经结束：被撤回、谢绝或接受了。请向发出的人要一个新链接。
rejection-handover-too-late = 这个邀请已于{ $until }到期。请向发出的人要一个新链接。
rejection-handover-to-oneself = 这是你自己的树。请把链接发给要接受它的人。
rejection-handover-not-due = 这个邀请有效到{ $until }。
rejection-group-unknown = 这棵树没有人拼单。
rejection-group-exists = 这棵树由几个人一起付款。请到它的页面上认领一份。
rejection-group-parts-invalid = 请选 { $min } 到 { $max } 份。
rejection-group-part-unknown = 没有第 { $number } 份。
rejection-group-part-taken = 第 { $number } 份已有人付。请另选一份。
rejection-group-part-paid = 第 { $number } 份已经付款，到拼单结束前不会变动。
rejection-group-part-not-yours = 第 { $number } 份是别人的。
rejection-not-a-group-part = 没有哪一份在等这笔付款。钱会原路退回。
rejection-group-too-late = 时间已于{ $until }截止。已付的都会退回。
rejection-group-complete = 各份都已付清，树已经认养成功。
rejection-group-failed = 拼单没有成功。已付的都会退回。
rejection-banned-word-invalid = 一个词要有 1 到 { $max } 个字，其中至少一个字母、汉字或数字。
rejection-too-many-banned-words = 词表最多 { $max } 个词。请先删去一些。
rejection-nameplate-not-approved = 没有已通过、待制作的名牌。
rejection-nameplate-not-printed = 这块名牌还没有制作，或者已经挂上。
rejection-money-went-back = 有一部分钱已经退回，余下的不能再分。
rejection-paid-with-credit = 这棵树是用余额付的，不能再分。仍然可以赠送。
rejection-remedy-choice-open = 果子有短缺，等您在 { $choose_by } 前选择补救办法。先选好，再来分。
rejection-fruit-awaited = 还有 { $awaited_grams } g 补给这棵树的果子没到。到齐后才能分。
rejection-fruit-given = 已有 { $given_grams } g 采下的果子分到这棵树，不能再分树了。仍然可以赠送。
rejection-boxes-too-few = { $boxes } 箱分不成 { $parts } 份：每份至少要有一箱。
diary-nameplate-hung = 名牌挂上了树

## 赠送、转让、分开

garden-share = 赠送、转让或分开
garden-groups = 一起付款的
next-group = 看看谁付了
share-title = 赠送、转让或分开
share-give = 赠送或转让
share-give-contract = 接受的人同意与你相同的合同，果子归他。
share-give-plate = 名牌上的字保留；新主人可以换一次。
share-give-boxes = 你的地址会从中删去，由新主人填写寄到哪里。
share-give-money = 以后若取消，钱退给付款的人，也就是你。
share-kind = 方式
share-kind-gift = 赠送
share-kind-transfer = 转让
share-days = 链接有效
share-otherwise = 如果没人接受
share-otherwise-hint = 只有赠送可以选择退款。
share-otherwise-keep = 留给我自己
share-otherwise-refund = 取消并退款给我
share-told-keep = 没人接受的话，它仍归你。
share-told-refund = 没人接受的话，会取消并退款给你。
share-make-link = 生成链接
share-open = 已发出邀请
share-open-text = 拿到这个链接的人可以接受，截止到
share-withdraw = 撤回
share-blocked-share-locked = 地址已经为装箱锁定，不能再赠送或分开。
share-blocked-share-unpaid = 付款到账后就可以赠送、转让或分开。
share-blocked-share-over = 已经结束，没有可以赠送的了。
split-title = 分给朋友
split-exact = 价钱、果子和箱数精确分开，一分一克都不差。
split-each = 每一份各是一次认养，有自己的名牌和箱子。送出之前都归你。
split-final = 分开后不能再合起来。
split-parts = 分成
split-into-2 = 两半
split-into-4 = 四份
split-do = 分开
handover-gift = { $person }送你一棵树
handover-transfer = { $person }把一棵树转给你
handover-somebody = 有人
handover-gets = 你会得到
handover-until = 可以接受，截止到
handover-accept = 收下这棵树
handover-free = 这里不用付款。
handover-refuse = 谢谢，不用了
handover-sign-in = 登录后接受
flash-offer-made = 链接可以发了。
flash-offer-withdrawn = 已撤回。
flash-tree-divided = 树分好了。
flash-handover-accepted = 这棵树是你的了。
flash-handover-refused = 已谢绝。

## 一起付款

together-title = 和朋友一起付
together-how = 你会得到一个链接。每位朋友认领一份，各自转账。
together-all = 没有在时间内全部付清的话，全部退款，树放回。
together-whose = 认养记在你名下；之后可以分开或赠送。
together-parts = 份数
together-hours = 留给大家的时间
together-start = 为我们留着这棵树
parts-count = { $count } 份
hours-count = { $count } 小时
group-heading = { $person }邀朋友一起认养
group-parts = 各份
group-paid = 已付 { $paid } / { $parts }
group-until = 截止
group-state-open = 进行中
group-state-complete = 认养成功
group-state-failed = 已结束
group-told-open = 各份都要按时到账。否则全部退款。
group-told-contract = 发起人同意合同之后，大家才能认领。
group-told-complete = 各份都已付清，树认养成功。
group-told-deadline = 没有按时付齐。已付的都会退回。
group-told-cancelled = 已被取消。已付的都会退回。
group-told-not-to-be-had = 这棵树已经认养不到。已付的都会退回。
group-part-free = 空着
group-part-waits = 等到账
group-part-paid = 已付
group-take = 我来付这份
group-take-part = 付第 { $count } 份
group-leave = 放弃
group-leave-part = 放弃第 { $count } 份
group-invite = 邀请
group-invite-text = 只发给朋友：拿到链接的人能看到谁付哪一份。
group-sign-in = 登录后认领
group-cancel = 不一起认养了
group-cancel-text = 已付的人全部退款，树让给别人。
group-cancel-do = 确定结束
flash-part-taken = 这份归你付。请按附言转账。
flash-part-left = 这份又空出来了。
flash-group-cancelled = 已结束。已付的都会退回。

## 名牌

plates-title = 名牌
plates-waiting = 待制作
plates-none = 没有待制作的名牌。
plates-print = 制作一批
plates-print-text = 这些名牌成为一批，可以打印。期间有变动的不会列入。
plates-batches = 已制作
plates-count = { $count } 块名牌
sheet-title = 打印名牌
sheet-text = A4 纸一页十块，每块 90 × 55 毫米，按树的顺序排。
words-title = 名牌禁用词
words-text = 新名牌含有这些词会被拒绝，不论大小写和中间的符号。已通过的不变。
words-word = 词
words-ban = 加入
words-remove = 删去
words-allow = 重新允许{ $word }
hang-title = 待挂的名牌
hang-none = 没有要挂的名牌。
hang-photo = 名牌挂在树上的照片
hang-do = 挂好了
hang-do-tree = { $tree }的名牌挂好了
flash-plates-printed = 这一批做好了。
flash-word-banned = 已加入词表。
flash-word-allowed = 已重新允许。
flash-plate-hung = 记下了。主人会看到照片。

## 下一季

season-title = 下一季
season-offer = 下一季还要这棵树吗？
season-told-not-offered = 这棵树再次开放时先问你，期间为你保留。
season-told-open = 这棵树又开放了，在你答复之前为你保留。
season-told-renewed = 你说了要。签好合同、付款到账，它就归你。
season-told-paused = 这一季你先歇着。到时若没有别人认养，会再问你。
season-told-released = 你放弃了这棵树，别人可以认养。
season-told-lapsed = 没有按时答复，树让给了别人。以后若没有主人，会再问你。
season-until = 请在此之前答复：
season-renews = 将自动续养，时间是
season-renew = 要，再来一季
season-renew-text = 先给你看新一季的合同，同意之前不收任何钱。
season-pause = 这一季不要
season-pause-text = 这一季让给别人。
season-release = 放弃这棵树
season-release-text = 以后不再为这棵树问你。本季已有的仍归你。
season-release-do = 确定放弃
season-auto = 自动续养
season-auto-text = 只在合同、风险条款和价格不变时才续。提前一周提醒并写明日期；随时可以在这里停止。不会自动扣款：仍由你自己转账。
season-auto-on = 以后自动续养
season-auto-off = 不再自动续养
flash-season-renewed = 谢谢。请看新一季的合同。
flash-season-paused = 记下了：这一季不要。
flash-season-released = 已放弃这棵树。
flash-season-auto-on = 以后自动续养。
flash-season-auto-off = 不再自动续养。
rejection-renewal-not-offered = 这棵树的下一季还没有开放。
rejection-renewal-answered = 你已经答复过了。
rejection-renewal-released = 这棵树已经放弃。
rejection-renewal-not-due = 还太早，不早于{ $at }。
rejection-renewal-not-automatic = 没有开启自动续养。
rejection-renewal-not-reminded = 提醒之后满 { $days } 天才会自动续养。
