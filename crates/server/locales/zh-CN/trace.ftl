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
