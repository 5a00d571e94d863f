"""The vendor's SDK, live, on asyncio: messages by iteration."""

import asyncio
import time

from deepgram import AsyncDeepgramClient
from deepgram.core.api_error import ApiError
from deepgram.environment import DeepgramClientEnvironment

from support import HTTP, KEY, URL, chunks, plain, samples, tell

environment = DeepgramClientEnvironment(base=HTTP, production=URL, agent=URL, agent_rest=HTTP)


async def stream(connection):
    start = time.monotonic()
    for due, piece in chunks():
        await asyncio.sleep(max(0, start + due - time.monotonic()))
        await connection.send_media(piece)
    await connection.send_close_stream()


async def main():
    client = AsyncDeepgramClient(api_key=KEY, environment=environment)
    messages = []
    try:
        async with client.listen.v1.connect(
            model="nova-3", encoding="linear16", sample_rate=samples()[1], interim_results="true", utterance_end_ms="1000",
            vad_events="true",
        ) as connection:
            sending = asyncio.create_task(stream(connection))
            async for message in connection:
                messages.append(message)
            await sending
        tell(kinds=[type(message).__name__ for message in messages], messages=[plain(message) for message in messages])
    except ApiError as error:
        tell(refused=error.status_code, body=error.body)


asyncio.run(main())
