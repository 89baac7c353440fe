"""The encryption codec of Temporal's samples, once more: AES-256-GCM over whole payloads, nonce in front."""

import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from temporalio.api.common.v1 import Payload
from temporalio.converter import PayloadCodec

KEY_ID = b"conformance"
_NONCE_BYTES = 12


class EncryptionCodec(PayloadCodec):
    def __init__(self, key):
        self._cipher = AESGCM(key)

    async def encode(self, payloads):
        return [self._encrypted(payload) for payload in payloads]

    async def decode(self, payloads):
        return [self.decrypted(payload) for payload in payloads]

    def decrypted(self, payload):
        if payload.metadata.get("encoding") != b"binary/encrypted":
            return payload
        if payload.metadata.get("encryption-key-id") != KEY_ID:
            raise ValueError(f"the key {payload.metadata.get('encryption-key-id')} is unknown")
        data = payload.data
        return Payload.FromString(self._cipher.decrypt(data[:_NONCE_BYTES], data[_NONCE_BYTES:], None))

    def _encrypted(self, payload):
        nonce = os.urandom(_NONCE_BYTES)
        data = nonce + self._cipher.encrypt(nonce, payload.SerializeToString(), None)
        return Payload(metadata={"encoding": b"binary/encrypted", "encryption-key-id": KEY_ID}, data=data)


def decrypt_all(message, codec):
    """Decrypts every payload inside a message, in place. Returns how many there were that the codec had written."""
    count = 0
    for field, value in message.ListFields():
        if field.message_type is None:
            continue
        if field.message_type.GetOptions().map_entry:
            inner = [one for one in value.values() if hasattr(one, "ListFields")]
        else:
            inner = [value] if hasattr(value, "ListFields") else list(value)
        for one in inner:
            if isinstance(one, Payload):
                count += one.metadata.get("encoding") == b"binary/encrypted"
                one.CopyFrom(codec.decrypted(one))
            else:
                count += decrypt_all(one, codec)
    return count
