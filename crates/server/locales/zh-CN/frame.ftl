# What stands around every page: brand, counts, tables, the account, errors, short news.
# Keys and arguments are the same in every language; a test makes sure.

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
