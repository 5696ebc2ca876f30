"""Judge of our WeChat Pay requests and callbacks: the library `wechatpayv3` of PyPI. JSON in, JSON out."""
import json
import re
import sys
import time
import urllib.parse
from base64 import b64decode, b64encode
from unittest import mock

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from wechatpayv3 import WeChatPay, WeChatPayType
from wechatpayv3.utils import build_authorization, load_public_key, rsa_sign

question = json.load(sys.stdin)


def pem(text):
    return text[text.index("-----BEGIN"):]


library = WeChatPay(
    wechatpay_type=WeChatPayType.JSAPI,
    mchid=question["mchid"],
    private_key=pem(question["ours"]),
    cert_serial_no=question["serial"],
    apiv3_key=question["seal"],
    appid=question["appid"],
    notify_url="https://pomona.example/channels/wechat",
    public_key=pem(question["theirs_public"]),
    public_key_id=question["key_id"],
)
ours = load_public_key(pem(question["ours_public"]))
theirs = load_pem_private_key(pem(question["theirs"]).encode(), None)


def fits(text, signature):
    try:
        ours.verify(b64decode(signature), text.encode(), PKCS1v15(), SHA256())
        return True
    except InvalidSignature:
        return False


def verified(request, body):
    """The library's own rule for what a request signs, with its own key check."""
    said = dict(re.findall(r'(\w+)="([^"]*)"', request["headers"]["authorization"]))
    parts = urllib.parse.urlsplit(request["url"])
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    assert request["headers"]["authorization"].startswith("WECHATPAY2-SHA256-RSA2048 ")
    assert request["headers"]["wechatpay-serial"] == question["key_id"]
    assert said["mchid"] == question["mchid"] and said["serial_no"] == question["serial"]
    private = load_pem_private_key(pem(question["ours"]).encode(), None)
    with mock.patch("wechatpayv3.utils.time.time", return_value=int(said["timestamp"])):
        mine = build_authorization(
            path,
            request["method"],
            said["mchid"],
            said["serial_no"],
            private,
            data=body,
            nonce_str=said["nonce_str"],
        )
    alike = dict(re.findall(r'(\w+)="([^"]*)"', mine))["signature"] == said["signature"]
    text = f"{request['method']}\n{path}\n{said['timestamp']}\n{said['nonce_str']}\n{body}\n"
    return alike and fits(text, said["signature"])


def signed(body):
    at, nonce = str(int(time.time())), "5K8264ILTKCH16CQ2502SI8ZNMTM67VS"
    return {
        "headers": {
            "Wechatpay-Signature": rsa_sign(theirs, f"{at}\n{nonce}\n{body}\n"),
            "Wechatpay-Timestamp": at,
            "Wechatpay-Nonce": nonce,
            "Wechatpay-Serial": question["key_id"],
            "Wechatpay-Signature-Type": "WECHATPAY2-SHA256-RSA2048",
        },
        "body": body,
    }


plain = json.dumps(
    {
        "appid": question["appid"],
        "mchid": question["mchid"],
        "out_trade_no": question["payment"],
        "transaction_id": "4200001",
        "trade_state": "SUCCESS",
        "trade_state_desc": "支付成功",
        "success_time": "2026-11-28T10:05:00+08:00",
        "payer": {"openid": "o-1"},
        "amount": {"total": 168000, "payer_total": 168000, "currency": "CNY", "payer_currency": "CNY"},
    },
    ensure_ascii=False,
).encode()
sealed = AESGCM(question["seal"].encode()).encrypt(b"c5ac7061fccf", plain, b"transaction")
callback = signed(
    json.dumps(
        {
            "id": "EV-1",
            "create_time": "2026-11-28T10:05:01+08:00",
            "resource_type": "encrypt-resource",
            "event_type": "TRANSACTION.SUCCESS",
            "summary": "支付成功",
            "resource": {
                "original_type": "transaction",
                "algorithm": "AEAD_AES_256_GCM",
                "ciphertext": b64encode(sealed).decode(),
                "associated_data": "transaction",
                "nonce": "c5ac7061fccf",
            },
        },
        ensure_ascii=False,
    )
)


def read(body):
    said = library.callback(callback["headers"], body)
    return bool(said) and said["resource"]["out_trade_no"] == question["payment"]


bodies = [request["body"] for request in question["requests"]]
answer = {
    "verified": [verified(request, body) for request, body in zip(question["requests"], bodies)],
    "changed": [verified(request, body + " ") for request, body in zip(question["requests"], bodies)],
    "callback": callback,
    "callback_read_by_library": [read(callback["body"]), read(callback["body"].replace("EV-1", "EV-2"))],
    "prepay": signed(json.dumps({"prepay_id": "wx28100000"})),
}
if "call" in question:
    call = question["call"]
    answer["call_signature"] = library.sign(
        [call["appId"], call["timeStamp"], call["nonceStr"], call["package"]]
    )
json.dump(answer, sys.stdout)
