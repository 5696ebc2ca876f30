# The farmer's pages that work without network. "%n" is filled in by a script on the phone.
# Keys and arguments are the same in every language; a test makes sure.

## the program on a phone

app-name = Pomona 果园
app-description = 没有网络也能给果树拍照，有网自动发出。

## under the tree

off-title = 树下拍照
off-lead = 没网也能用。存下的都在这部手机里，有网就发。
off-open = 树下拍照
off-open-hint = 没有网络也能用
off-tree = 哪一棵树
off-code = 树牌编号
off-code-hint = 8 位
off-code-wrong = 有一位输错了，请对照树牌。
off-code-unknown = 手机里的名单上没有这个编号，发送时会核对。
off-scan = 扫树牌
off-scan-stop = 关掉相机
off-scan-hold = 把树牌上的码对准相机
off-scan-denied = 相机打不开。请手输编号，或拍下树牌。
off-tag = 先拍下树牌
off-tag-kept = 树牌拍下了。以后在“手机里的记录”填编号。
off-tag-remove = 不要树牌照片
off-photos = 照片
off-photos-hint = 最多 { $count } 张，每张不超过 { $size }
off-photos-take = 拍一张
off-photos-album = 从相册选
off-photo = 第 %n 张
off-photo-remove = 去掉第 %n 张
off-photo-large = 太大了，最大 { $size }，没有存。
off-photo-many = 最多 { $count } 张，多的没有存。
off-stage = 物候期
off-note = 想说的话（可不写）
off-place = 记下我站的位置
off-place-hint = 只用来核对照片和树对得上，加密保存，不公开。
off-place-waiting = 正在定位……
off-place-found = 位置有了，误差约 %n 米
off-place-denied = 手机没有给出位置，不影响使用。
off-keep = 存下
off-kept = 存在手机里了，有网就发。
off-need-tree = 这是哪一棵？请扫码、手输、在下面选，或先拍下树牌。
off-need-photo = 请拍一张照片，或写一句话。
off-not-kept = 手机没有空间了。照片都还在，没有丢：先发送或删掉一些，再存一次。
off-nearly-full = 这部手机只剩 %n MB 可存照片。请先把等着的发出去。
off-due = 今天要看的树
off-due-none = 没有树在等照片。
off-due-unknown = 有网时打开一次本页，树的名单就存进手机。
off-due-filter = 找一棵树

## what waits on the phone

off-queue-title = 手机里的记录
off-queue-empty = 手机里没有等着的记录。
off-queue-empty-hint = 在树下存的记录，收下之前都在这里。
off-queue-plain = 这个列表需要脚本。不用脚本时，表单会马上发出，这里不会有东西等着。
off-to-field = 去拍照
off-waiting = %n 条待发
off-nothing-waits = 都发出去了
off-send = 现在发送
off-net-sending = 正在发送……
off-net-offline = 现在没有网络。等着的记录有网就发。
off-net-signed-out = 登录已过期。记录都还在，登录后就会发出。
off-net-later = 服务器请稍等，会自动再发。
off-net-done = 等着的都发出去了。
off-sign-in = 去登录
off-state-stored = 在手机里
off-state-sending = 正在发送
off-state-sent = 已送达，核对中
off-state-flagged = 已送达，等人看
off-state-accepted = 已收下
off-state-refused = 没有收下
off-state-code = 还缺编号
off-state-other = 别人拍的
off-other-hint = 请拍的人在这部手机上登录，就会发出。
off-sent-part = 已发 %n / %m MB
off-refused-holds = 没有丢：照片还在手机里。
off-refused-unknown = 没能收下。可以再发一次，或删掉。
off-tree-unknown = 你的果园里没有这个编号。请对照树牌改好，再发一次。
off-again = 再发一次
off-leave-out = 不要第 %n 张
off-code-save = 存编号
off-retake = 给这棵树重拍
off-delete = 从手机里删掉……
off-delete-sure = 真的删掉
off-done = 收下的会自己从这里消失。
off-forget = 从列表里去掉

## leaving

off-leave-title = 手机里还有 %n 条没发出去
off-leave-text = 退出登录会删掉存在这部手机里的记录。
off-leave-stay = 去看看
off-leave-go = 退出并删掉

## why a piece of a photo is not taken

rejection-upload-differs = 这张照片登记过别的内容。
rejection-upload-missing = 有一张照片还没有送到，会再发一次。
rejection-upload-unfinished = 有一张照片还没有送完，会接着发。
rejection-upload-offset-differs = 照片要从另一处接着发。
rejection-upload-offset-missing = 没有说明这一段接在哪里。
rejection-upload-too-long = 送来的比登记的多。
rejection-upload-hash-differs = 照片在路上变了样，会再发一次。
rejection-uploads-too-many = 最多 { $max } 张照片同时在路上，请等一些送到。
rejection-uploads-full = 现在没有地方放更多照片，请晚点再试。
