# Each thread has its own running loop; get_event_loop() asks the policy where none runs.
import asyncio
from asyncio import events

print(events._get_running_loop())  # expect: None
try:
    asyncio.get_running_loop()
except RuntimeError as e:
    print(e)  # expect: no running event loop


async def main():
    loop = asyncio.get_running_loop()
    print(loop is asyncio.get_event_loop(), loop is events._get_running_loop())  # expect: True True
    print(await asyncio.to_thread(events._get_running_loop))  # expect: None
    coroutine = asyncio.sleep(0)
    try:
        asyncio.run(coroutine)
    except RuntimeError as e:
        print(e)  # expect: asyncio.run() cannot be called from a running event loop
    coroutine.close()


asyncio.run(main())
print(events._get_running_loop())  # expect: None
loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
print(asyncio.get_event_loop() is loop)  # expect: True
loop.close()
