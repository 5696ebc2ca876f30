# 果子从哪里来，哪些记录被更正过。
# 每种语言的键和参数都相同，有测试保证。

## 一箱、一批果子的来处

trace-lot = 批次 { $lot }
trace-lot-lead = 这批果子何时、何地、从哪些树上采下。
trace-parcel = 果箱 { $code }
trace-parcel-lead = 这一箱走过的路，和果子真正长在哪些树上。
trace-way = 这一箱的路程
trace-packed = 装箱
trace-handed-over = 交给快递
trace-delivered = 送达
trace-origin = 来自哪里
trace-trees = 采自这些树
trace-file = 留一份底
trace-file-text = 全部经过，写成追溯系统都能读的格式：GS1 EPCIS 2.0。里面只有树、地点和日期，没有任何人的信息。
trace-download = 下载 EPCIS 2.0 文件

## 更正说错的事

correction-link = 更正
correction-of = 更正
correction-title = 更正一条记录
correction-lead = 什么都不会被抹掉：旧记录会标明有误，附上你写的原因，更正后的内容接在后面。
correction-back = 返回
correction-told = 原来的记录
correction-what = 错在哪里？
correction-what-hint = 如果事情根本没有发生，只需写原因，其余各栏不用管。
correction-reason = 原因
correction-reason-hint = 一句话即可。所有人都能看到，请不要写任何人的名字。
correction-submit = 声明有误
correction-withdrawn = 并未发生
mistake-incorrect-data = 实际情况与记录不符。
mistake-did-not-occur = 这件事并未发生。
flash-fact-corrected = 已更正。新旧两条都能在这棵树的页面上看到。
observation-withdrawn = 并未发生
rejection-observation-withdrawn = 这条记录已声明并未发生，不能再改。
rejection-observation-not-accepted = 只有已收下的记录才能更正。
rejection-nothing-corrected = 更正的内容和原来的记录一样。
rejection-lot-withdrawn = 这一批已声明并未采收，不能再改。
