"""Judge of our Alipay requests, replies and notifications: `python-alipay-sdk` of PyPI. JSON in, JSON out."""
import json
import sys
import time
import urllib.parse

from alipay import AliPay

question = json.load(sys.stdin)


def pem(text):
    return text[text.index("-----BEGIN"):]


# We as merchant, and Alipay itself, which the library can play with the keys changed over.
merchant = AliPay(
    appid=question["app_id"],
    app_notify_url="https://pomona.example/channels/alipay",
    app_private_key_string=pem(question["ours"]),
    alipay_public_key_string=pem(question["theirs_public"]),
    sign_type="RSA2",
)
channel = AliPay(
    appid=question["app_id"],
    app_notify_url=None,
    app_private_key_string=pem(question["theirs"]),
    alipay_public_key_string=pem(question["ours_public"]),
    sign_type="RSA2",
)


def fields(form):
    return dict(urllib.parse.parse_qsl(form, keep_blank_values=True, strict_parsing=True))


def verified(form, change=None):
    said = fields(form)
    signature = said.pop("sign")
    said.update(change or {})
    # Requests sign `sign_type` too, which the library's check for notifications leaves out.
    message = "&".join(f"{name}={value}" for name, value in sorted(said.items()))
    return channel._verify(message, signature)


def same_signature(form):
    said = fields(form)
    signature = said.pop("sign")
    return fields(merchant.sign_data(said))["sign"] == signature


notification = {
    "app_id": question["app_id"],
    "auth_app_id": question["app_id"],
    "buyer_logon_id": "159****5620",
    "charset": "utf-8",
    "fund_bill_list": '[{"amount":"1680.00","fundChannel":"PCREDIT"}]',
    "gmt_create": "2026-11-28 10:04:50",
    "gmt_payment": "2026-11-28 10:05:00",
    "notify_id": "2026112800222100501000001",
    "notify_time": time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(time.time() + 8 * 3600)),
    "notify_type": "trade_status_sync",
    "out_trade_no": question["payment"],
    "seller_id": question["seller_id"],
    "subject": "认养一棵橙树 & 2026",
    "total_amount": "1680.00",
    "trade_no": "2026112822001400001",
    "trade_status": "TRADE_SUCCESS",
    "version": "1.0",
}
message = "&".join(f"{name}={value}" for name, value in sorted(notification.items()))
signature = channel._sign(message)
assert merchant.verify(dict(notification, sign_type="RSA2"), signature)
body = urllib.parse.urlencode(dict(notification, sign=signature, sign_type="RSA2"))

content = json.dumps(
    {
        "code": "10000",
        "msg": "Success",
        "buyer_logon_id": "159****5620",
        "out_trade_no": question["payment"],
        "send_pay_date": "2026-11-28 10:05:00",
        "subject": "认养一棵橙树",
        "total_amount": "1680.00",
        "trade_no": "2026112822001400001",
        "trade_status": "TRADE_SUCCESS",
    },
    ensure_ascii=False,
).replace("/", "\\/")
reply = '{"alipay_trade_query_response":%s,"sign":"%s"}' % (content, channel._sign(content))
assert merchant._verify_and_return_sync_response(reply, "alipay_trade_query_response")

answer = {
    "verified": [verified(form) for form in question["forms"]],
    "changed": [verified(form, {"app_id": "2026000000000002"}) for form in question["forms"]],
    "same_signature": [same_signature(form) for form in question["forms"]],
    "notification": {"headers": {}, "body": body},
    "reply": {"headers": {}, "body": reply},
}
json.dump(answer, sys.stdout)
