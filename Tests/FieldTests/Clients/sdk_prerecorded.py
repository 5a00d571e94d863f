"""The vendor's SDK, prerecorded: a file, an iterator of pieces, a URL; and on asyncio."""

import asyncio
import os

from deepgram import AsyncDeepgramClient, DeepgramClient
from deepgram.core.api_error import ApiError
from deepgram.environment import DeepgramClientEnvironment

from support import HTTP, KEY, URL, plain, tell

environment = DeepgramClientEnvironment(base=HTTP, production=URL, agent=URL, agent_rest=HTTP)
client = DeepgramClient(api_key=KEY, environment=environment)

with open(os.environ["AUDIO"], "rb") as file:
    recording = file.read()


def attempt(call):
    try:
        return plain(call())
    except ApiError as error:
        return {"refused": error.status_code, "kind": type(error).__name__, "body": error.body, "headers": error.headers}


async def later():
    answer = await AsyncDeepgramClient(api_key=KEY, environment=environment).listen.v1.media.transcribe_file(
        request=recording, model="nova-3")
    return plain(answer)


media = client.listen.v1.media
tell(
    file=attempt(lambda: media.transcribe_file(request=recording, model="nova-3", smart_format=True, utterances=True)),
    pieces=attempt(
        lambda: media.transcribe_file(
            request=(recording[start : start + 50_000] for start in range(0, len(recording), 50_000)), model="nova-3")),
    garbage=attempt(lambda: media.transcribe_file(request=b"no audio at all", model="nova-3")),
    url=attempt(lambda: media.transcribe_url(url="https://static.example.com/speech.wav", model="nova-3")),
    later=attempt(lambda: asyncio.run(later())),
)
