"""The vendor's SDK, live, as its README has it: an event handler and a listening thread; only the environment points elsewhere."""

import threading
import time

from deepgram import DeepgramClient
from deepgram.core.api_error import ApiError
from deepgram.core.events import EventType
from deepgram.environment import DeepgramClientEnvironment
from websockets.exceptions import InvalidStatus

from support import HTTP, KEY, URL, chunks, plain, samples, tell, wait_until

environment = DeepgramClientEnvironment(base=HTTP, production=URL, agent=URL, agent_rest=HTTP)
client = DeepgramClient(api_key=KEY, environment=environment)
events, messages, errors = [], [], []

try:
    with client.listen.v1.connect(
        model="nova-3", encoding="linear16", sample_rate=samples()[1], interim_results="true", smart_format="true"
    ) as connection:
        connection.on(EventType.OPEN, lambda _: events.append("open"))
        connection.on(EventType.MESSAGE, lambda message: messages.append(message))
        connection.on(EventType.ERROR, lambda error: errors.append(str(error)))
        connection.on(EventType.CLOSE, lambda _: events.append("close"))
        listening = threading.Thread(target=connection.start_listening)
        listening.start()
        start = time.monotonic()
        for due, piece in chunks():
            wait_until(start + due)
            connection.send_media(piece)
        connection.send_keep_alive()
        connection.send_finalize()
        connection.send_close_stream()
        listening.join(timeout=20)
    tell(
        events=events, errors=errors, kinds=[type(message).__name__ for message in messages], messages=[plain(m) for m in messages])
except ApiError as error:
    tell(refused=error.status_code, body=error.body)
except InvalidStatus as error:
    # The SDK's synchronous client lets its library's own error through.
    tell(refused=error.response.status_code, body=error.response.body.decode())
