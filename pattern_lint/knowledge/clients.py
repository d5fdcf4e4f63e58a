"""Synchronous clients whose calls go through several attributes: `client.chat.completions.create()`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_API = frozenset(
    (
        "create retrieve list delete update parse generate convert search cancel content download upload submit "
        "run send get stream complete chat embed embeddings count_tokens generate_content"
    ).split()
)
_MONGO = frozenset(
    (
        "aggregate bulk_write count_documents create_index delete_many delete_one distinct drop "
        "estimated_document_count find_one find_one_and_delete find_one_and_replace find_one_and_update "
        "insert_many insert_one list_collection_names list_database_names replace_one update_many update_one"
    ).split()
)
_AWS = frozenset(
    (
        "batch_get_item delete delete_item delete_objects download_file download_fileobj get get_item load "
        "put put_item put_object query receive_messages scan send_message send_messages update_item upload_file "
        "upload_fileobj wait_until_exists paginate"
    ).split()
)
_GOOGLE = frozenset(
    (
        "create_bucket delete delete_blob download_as_bytes download_as_string download_as_text download_to_file "
        "download_to_filename exists get_blob get_bucket insert_rows_json list_blobs load_table_from_dataframe "
        "load_table_from_json query reload result upload_from_file upload_from_filename upload_from_string"
    ).split()
)
_DOCKER = frozenset(
    "build create exec_run get kill list logs ping pull push reload remove restart run start stats stop wait".split()
)
_MODEL_MANAGER = frozenset(
    (
        "aggregate bulk_create bulk_update count create delete earliest exists first get get_or_create in_bulk last "
        "latest update update_or_create"
    ).split()
)
_SEARCH = frozenset("bulk count create delete exists get index mget msearch ping scroll search update".split())

CLIENTS: Final[Mapping[str, tuple[str, frozenset[str]]]] = {
    **dict.fromkeys(
        (
            *("openai.OpenAI()", "openai.AzureOpenAI()", "anthropic.Anthropic()", "groq.Groq()", "together.Together()"),
            *("elevenlabs.ElevenLabs()", "elevenlabs.client.ElevenLabs()", "mistralai.Mistral()", "cohere.Client()"),
            *("ollama.Client()", "replicate.Client()", "google.genai.Client()", "slack_sdk.WebClient()"),
        ),
        ("http", _API),
    ),
    "pymongo.MongoClient()": ("database", _MONGO),
    "pymongo.mongo_client.MongoClient()": ("database", _MONGO),
    **dict.fromkeys(
        (
            *("boto3.resource()", "boto3.Session().resource()", "boto3.session.Session().resource()"),
            "boto3.client().get_paginator()",
        ),
        ("http", _AWS),
    ),
    **dict.fromkeys(("google.cloud.storage.Client()", "google.cloud.bigquery.Client()"), ("http", _GOOGLE)),
    **dict.fromkeys(("docker.from_env()", "docker.DockerClient()", "docker.client.DockerClient()"), ("http", _DOCKER)),
    **dict.fromkeys(("elasticsearch.Elasticsearch()", "opensearchpy.OpenSearch()"), ("http", _SEARCH)),
    "django.db.models.Model.objects": ("database", _MODEL_MANAGER),
}
"""What a client or manager is -> the sort of work, and the names of what does it, however deep it lies."""

NAMES: Final = frozenset(name for _, names in CLIENTS.values() for name in names)


def work_of_client(symbol: str) -> str | None:
    """The sort of work that a call does through a client; None where it goes through none, or only prepares."""
    name = symbol[symbol.rfind(".") + 1 :]
    if name not in NAMES:
        return None
    place = symbol.find(".")
    while place > 0:
        known = CLIENTS.get(symbol[:place])
        if known is not None:
            return known[0] if name in known[1] else None
        place = symbol.find(".", place + 1)
    return None
