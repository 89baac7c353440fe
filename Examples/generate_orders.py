#!/usr/bin/env python3
"""Makes Examples/orders.jsonl: 1,000 made-up orders in three currencies, the same ones each time.

Usage: python3 Examples/generate_orders.py > Examples/orders.jsonl
"""
import json
import random
import sys

SEED = 20261120
COUNT = 1_000

# Country, currency, cities with region and postal code pattern (# is a digit), streets, names.
PLACES = [
    ("US", "USD", [("Portland", "OR", "972##"), ("Austin", "TX", "787##"), ("Burlington", "VT", "054##")],
     ["Maple Ave", "5th St", "Riverside Dr"], ["Grace Hopper", "Ada O'Neill", "Juan Martínez", "Mei-Ling Chen"], "+1 503 555 01##"),
    ("NO", "USD", [("Oslo", None, "01##"), ("Tromsø", None, "90##"), ("Ålesund", None, "60##")],
     ["Storgata", "Åsveien", "Skøyenåsen"], ["Ingrid Bjørnstad", "Ole Ødegård", "Åse Sørlie"], "+47 22 55 5# ##"),
    ("DE", "USD", [("Köln", None, "506##"), ("Görlitz", "Sachsen", "028##")],
     ["Bäckerstraße", "Am Grünen Weg"], ["Jürgen Groß", "Käthe Müller"], "+49 221 555 0###"),
    ("BR", "USD", [("São Paulo", "SP", "010##-###"), ("Florianópolis", "SC", "880##-###")],
     ["Rua das Flores", "Avenida São João"], ["João Conceição", "Márcia Gonçalves"], "+55 11 5555 0###"),
    ("GR", "USD", [("Θεσσαλονίκη", None, "546 ##")], ["Οδός Εγνατία"], ["Ελένη Παπαδοπούλου"], "+30 231 055 5###"),
    ("JP", "JPY", [("京都市", "京都府", "604-80##"), ("札幌市", "北海道", "060-00##"), ("那覇市", "沖縄県", "900-00##")],
     ["中京区寺町通", "中央区北一条西", "牧志"], ["山田 花子", "佐藤 健一", "高橋 さくら"], "+81 75 555 0###"),
    ("KW", "KWD", [("مدينة الكويت", "العاصمة", "130##"), ("حولي", "حولي", "320##")],
     ["شارع الخليج العربي", "شارع تونس"], ["فاطمة العلي", "يوسف الصباح", "نورة الرشيد"], "+965 2255 5###"),
    ("KW", "KWD", [("Salmiya", "Hawalli", "220##")], ["Salem Al Mubarak St"], ["Maryam Al-Sabah"], "+965 2255 5###"),
]

# SKU and its price in minor units of USD (cents), JPY (yen) and KWD (fils).
GOODS = [
    ("MUG-WHITE-350", 1299, 1900, 3990), ("MUG-BLUE-350", 1299, 1900, 3990), ("TEE-BLK-M", 2450, 3600, 7500),
    ("TEE-BLK-L", 2450, 3600, 7500), ("NOTEBOOK-A5", 899, 1300, 2750), ("PEN-GEL-05", 249, 350, 765),
    ("LAMP-DESK-LED", 5999, 8900, 18450), ("CABLE-USBC-2M", 1499, 2200, 4605), ("BAG-TOTE", 1950, 2800, 5995),
    ("KETTLE-1.7L", 4995, 7400, 15350), ("SOCKS-WOOL-42", 1275, 1880, 3915), ("PUZZLE-1000", 2199, 3200, 6755),
]
DECIMALS = {"USD": 2, "JPY": 0, "KWD": 3}
COLUMN = {"USD": 1, "JPY": 2, "KWD": 3}


def digits(rng, pattern):
    return "".join(rng.choice("0123456789") if c == "#" else c for c in pattern)


def amount(minor, currency):
    decimals = DECIMALS[currency]
    if decimals == 0:
        return str(minor)
    text = str(minor).rjust(decimals + 1, "0")
    return f"{text[:-decimals]}.{text[-decimals:]}"


def order(rng, number):
    country, currency, cities, streets, names, phone = rng.choices(PLACES, weights=[8, 6, 3, 2, 1, 8, 5, 2])[0]
    city, region, postal_code = rng.choice(cities)
    channel = rng.choices(["SHOPIFY", "MANUAL", "OTHER"], weights=[7, 2, 1])[0]
    result = {
        "requestId": f"example-{number:04d}",
        "externalOrderId": f"{channel[:2]}-{10_000 + number}",
        "channel": channel,
    }
    if rng.random() < 0.25:
        result["priority"] = rng.randint(1, 9)
    if rng.random() < 0.92:  # the rest are pick-ups
        address = {"name": rng.choice(names), "line1": f"{rng.choice(streets)} {rng.randint(1, 240)}", "city": city}
        if region:
            address["region"] = region
        address["postalCode"] = digits(rng, postal_code)
        address["country"] = country
        if rng.random() < 0.5:
            address["phone"] = digits(rng, phone)
        if rng.random() < 0.5:
            address["email"] = f"customer{number}@example.com"
        result["shipTo"] = address
    priced = rng.random() < 0.96  # the rest are priced elsewhere
    items = []
    for goods in rng.sample(GOODS, rng.choices([1, 2, 3, 4, 5], weights=[45, 28, 15, 8, 4])[0]):
        item = {"sku": goods[0], "quantity": rng.choices([1, 2, 3, 6, 24, 500], weights=[60, 20, 8, 6, 4, 2])[0]}
        if priced:
            item["unitPrice"] = {"amount": amount(goods[COLUMN[currency]], currency), "currency": currency}
        items.append(item)
    result["items"] = items
    return result


def main():
    rng = random.Random(SEED)
    for number in range(1, COUNT + 1):
        sys.stdout.write(json.dumps(order(rng, number), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
