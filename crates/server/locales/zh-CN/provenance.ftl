# 一张照片和与它有关的事实；等人判断的照片。
# 两种语言的键和参数相同，有测试保证。

flag-near-photo = 这张照片和另一张很像
photo-title = 一张照片
photo-checks = 核对了什么
photo-said = 判断的人写道：
photo-taken = 拍摄时间（相机时钟）
photo-taken-unknown = 文件里没有写
photo-received = 我们收到
photo-size = 原始文件
photo-clean-new = 这个文件、和它看着一样的照片，都没有用在别的树上
photo-clean-time = 拍摄时间和发送时间相符
photo-clean-place = 拍摄地点在果园，或文件里没有写地点
photo-decided = 有人看过两张照片后收下了
photo-hash = 原始文件的哈希值
photo-hash-text = 相机原始文件的 SHA-256。它写在日志里：谁有这个文件都可以重新计算，改动一个像素结果就不同。
photo-proof = 日志里的证明
review-title = 等人判断的照片
review-count = { $count ->
    [0] 没有照片在等
   *[other] { $count } 张照片在等
}
review-lead = 疑问不是定论。请看两张照片，拿不准就问果农，并写下这样判断的理由。
review-none = 现在没有照片有疑问。
review-made = 记录于
review-received = 收到于
review-asked = 有疑问
review-earlier = 以前的
review-same-detail = 文件完全相同，一个字节不差。
review-near-detail = 比较的内容有 { $percent } % 相同。裁切、调亮或重新压缩的照片会这样，相邻两棵树的真实照片偶尔也会。
review-time-detail = 相机时钟 { $taken } 拍摄，{ $received } 收到。
review-far-detail = 拍摄地点离果园约 { $kilometres } 公里。
review-accept-reason = 为什么可以收下
review-accept-hint = 所有人都能在这棵树的历史里看到
review-refuse-hint = 果农会看到
review-link = 看两张照片

## 沉默

rejection-not-silent = 约定的下一张照片在 { $until } 之前都算按时，请再等等。
rejection-asked-already = { $at } 已经提醒过果农。请再等等，{ $again_at } 之后可以再提醒。
rejection-season-over = 这一季在 { $on } 结束了，之后没有约定照片。
rejection-photo-promise-invalid = 照片可以约定每 { $least } 到 { $most } 天一张。
letter-kind-photo-asked = 催一张照片
letter-photo-asked-subject = 认养人在等 { $tree } 的照片
letter-photo-asked-text = { $name }，您好：

    { $tree } 的上一张照片是 { $day } 的。我们对认养人约定每 { $days } 天一张，有人问它怎么样了。

    到树下拍一张就好。{ $days } 天里我们最多提醒一次。
letter-photo-asked-action = 看今天的树
inbox-kind-silent-tree = 很久没有消息的树
inbox-do-silent-tree = 对认养人约定过照片，请提醒果农。
owner-farmer = 果农
silence-last = 上一张照片是 { $days } 天前；约定每 { $every } 天一张。
silence-never = 还没有照片；约定每 { $every } 天一张。
silence-asked = { $day } 已提醒果农。
silence-ask = 请果农拍一张
silence-ask-name = 请果农给 { $tree } 拍一张
silence-wait = { $day } 之后可以再提醒。
silence-title = 认养人在等照片
silence-text = 已经超过约定的天数。到树下拍一张就好。
silence-list = 很久没有消息的树
silence-since = 上一张照片是 { $day }；约定每 { $every } 天一张。
silence-promise = 照片
silence-promise-text = 每棵认养的树至少每 { $every } 天一张照片
silence-every = 每多少天一张照片
silence-every-hint = { $least } 到 { $most } 天。晚了，认养人可以提醒果农。
flash-farmer-asked = 已经提醒果农。
silence-none = 约定的照片都按时到了。
