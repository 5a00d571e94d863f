package import Network
internal import Timeline

/// Where a run waits for the relay under test.
package struct ServicePlaces: Sendable {
  package var service: LabServer?
  package var proxy: ConnectProxy?

  func shutdown() async {
    await proxy?.shutdown()
    await service?.shutdown(patience: .seconds(1))
  }
}
