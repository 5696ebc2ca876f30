# What is proven of a tree's history.
# Keys and arguments are the same in every language; a test makes sure.

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
