import base64
import hashlib


class PFBytes(bytes):
    """Bytes with a type."""

    def __new__(cls, value, *args, **kwargs):
        return super().__new__(cls, value)

    def __init__(self, value, mime_type="application/octet-stream", source_url=None):
        super().__init__()
        self._hash = hashlib.sha1(value).hexdigest()[:8]
        self._mime_type = mime_type.lower()
        self._source_url = source_url

    @property
    def source_url(self):
        return self._source_url

    def to_base64(self, with_type=False, dict_type=False):
        text = base64.b64encode(self).decode("utf-8")
        if not with_type:
            return text
        if not dict_type:
            return "data:%s;base64,%s" % (self._mime_type, text)
        return {"data:%s;base64" % self._mime_type: text}


class Image(PFBytes):
    """An image."""

    def __init__(self, value, mime_type="image/*", source_url=None):
        super().__init__(value, mime_type, source_url)

    def __str__(self):
        return "Image(%s)" % self._hash

    def __repr__(self):
        return "Image(%s)" % self._hash

    def serialize(self, encoder=None):
        return self.__str__() if encoder is None else encoder(self)


class Text(str):
    """A text part of a message."""

    def __init__(self, value):
        self._annotations = []

    @classmethod
    def deserialize(cls, data):
        text = data.get("text", "")
        return cls(text.get("value", "") if isinstance(text, dict) else text)
