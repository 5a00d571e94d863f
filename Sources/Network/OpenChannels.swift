internal import NIOCore
internal import Synchronization

/// Channels that are open, so that they can be closed all at once.
final class OpenChannels: Sendable {
  private let channels = Mutex<[ObjectIdentifier: any Channel]>([:])

  func add(_ channel: any Channel) {
    let key = ObjectIdentifier(channel)
    channels.withLock { $0[key] = channel }
    channel.closeFuture.whenComplete { [self] _ in forget(channel) }
  }

  /// Somebody else closes it.
  func forget(_ channel: any Channel) { channels.withLock { $0[ObjectIdentifier(channel)] = nil } }

  func closeAll() {
    for channel in channels.withLock({ Array($0.values) }) { channel.close(promise: nil) }
  }
}
