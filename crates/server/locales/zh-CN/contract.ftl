# 合同、适用的法律、后悔期。
# Keys and arguments are the same in every language; a test makes sure.

rejection-several-boxes-are-several-shipments = 要发好几箱，就不是一次性发货。请选“分次发货”。
rejection-cooling-off-invalid = 后悔期的天数不对：分次发货至少七天，最多六十天。
rejection-effective-too-early = 合同只能从现在或以后起生效，也不能早于上一份。
rejection-too-many-contracts = 这个季次的合同版本已经太多了。
rejection-agreed-otherwise = 这笔认养已经按别的条款签好了，不再改变。
rejection-no-cooling-off = 这笔认养没有后悔期，或者还没付款。
rejection-cooling-off-over = 后悔期已经过了。您仍然可以申请取消。
