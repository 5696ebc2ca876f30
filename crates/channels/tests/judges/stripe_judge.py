"""Judge of our Stripe requests and webhooks: the library `stripe` of PyPI. JSON in, JSON out.

The library sends the same orders to a server on this machine, and the fields of both are compared; it signs an event
for us to believe, and verifies one with a signature like ours.
"""
import hashlib
import hmac
import http.server
import json
import sys
import threading
import time
import urllib.parse

import stripe

question = json.load(sys.stdin)
heard = []


class Server(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        heard.append((self.path, dict(self.headers), body))
        reply = json.dumps({"id": "x", "object": "x"}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(reply)))
        self.end_headers()
        self.wfile.write(reply)

    def log_message(self, *_):
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), Server)
threading.Thread(target=server.serve_forever, daemon=True).start()
base = f"http://127.0.0.1:{server.server_port}"
client = stripe.StripeClient("sk_test_1", base_addresses={"api": base})


def fields(body):
    return dict(urllib.parse.parse_qsl(body, keep_blank_values=True, strict_parsing=True))


ours = {name: fields(question[name]["body"]) for name in ("start", "refund")}
start = ours["start"]
payment = question["payment"]
client.v1.checkout.sessions.create(
    {
        "mode": "payment",
        "client_reference_id": payment,
        "success_url": start["success_url"],
        "cancel_url": start["cancel_url"],
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": "cny",
                    "unit_amount": 168000,
                    "product_data": {"name": "认养一棵橙树 & 2026"},
                },
            }
        ],
        "metadata": {"payment": payment},
        "payment_intent_data": {"metadata": {"payment": payment}},
    },
    {"idempotency_key": "k"},
)
refund = ours["refund"]
client.v1.refunds.create(
    {
        "payment_intent": "pi_1",
        "amount": 60000,
        "reason": "requested_by_customer",
        "metadata": {"refund": refund["metadata[refund]"], "payment": payment},
    },
    {"idempotency_key": "k"},
)
answer = {}
for name, (path, headers, body) in zip(("start", "refund"), heard):
    sent = question[name]
    assert urllib.parse.urlsplit(sent["url"]).path == path, (sent["url"], path)
    theirs = {key.lower(): value for key, value in headers.items()}
    assert sent["headers"]["authorization"] == theirs["authorization"]
    assert sent["headers"]["stripe-version"] == theirs["stripe-version"], theirs["stripe-version"]
    assert sent["headers"]["content-type"] == theirs["content-type"]
    assert "idempotency-key" in sent["headers"] and "idempotency-key" in theirs
    answer[name] = {"fields": ours[name], "theirs": fields(body)}

secret = question["secret"]
now = int(time.time())
event = json.dumps(
    {
        "id": "evt_1",
        "object": "event",
        "type": "checkout.session.completed",
        "created": now,
        "livemode": False,
        "data": {
            "object": {
                "id": "cs_test_1",
                "object": "checkout.session",
                "status": "complete",
                "payment_status": "paid",
                "client_reference_id": payment,
                "amount_total": 168000,
                "currency": "cny",
                "payment_intent": "pi_1",
            }
        },
    },
    indent=1,
)
code = stripe.WebhookSignature._compute_signature(f"{now}.{event}", secret)
answer["event"] = {"headers": {"Stripe-Signature": f"t={now},v1={code}"}, "body": event}


def verifies(body, at):
    code = hmac.new(secret.encode(), f"{at}.{event}".encode(), hashlib.sha256).hexdigest()
    try:
        stripe.Webhook.construct_event(body, f"t={at},v1={code}", secret)
        return True
    except stripe.SignatureVerificationError:
        return False


answer["ours"] = {
    "good": verifies(event, now),
    "changed": verifies(event + " ", now),
    "old": verifies(event, now - 301),
}
json.dump(answer, sys.stdout)
