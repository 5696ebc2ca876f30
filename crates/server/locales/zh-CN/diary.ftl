# 一棵树的日记：页面上的图、订阅、转发的图片。
# 两种语言的键和参数相同，有测试保证。

growth-compare = 从前和现在
growth-compare-slide = 后一张照片显示多少
growth-calendar = 这棵树的一年
growth-yields = 结了多少果
growth-season = 季
growth-photos = 日记里有 { $count } 张照片
growth-photos-checked = 每张都和其他照片比对过，时间、地点也和果园核对过
growth-share = 发给朋友
growth-share-text = 带照片、名字和二维码的图片，可以发到聊天里。
growth-share-wide = 横图
growth-share-square = 方图
as-words = 文字说明
postcard-invitation = 扫一扫，看它的日记
garden-feed-title = 我的果树
garden-feed-text = 所有果树的消息，可用订阅软件或日历查看。这个地址只属于您：有它的人都能看到这些内容。
garden-feed-atom = Atom 订阅
garden-feed-json = JSON 订阅
garden-feed-days = 日历
garden-feed-weekly = 每周一封信
growth-weather = 那里的天气
