/// Starts the relay under test for a run, and stops it.
package protocol RelayStarter: Sendable {
  /// Returns once the relay takes connections.
  /// - Parameter places: Where the run waits for it.
  func start(_ places: ServicePlaces, _ run: SocketRun) async throws(RunFailure)
  /// Returns once it is gone.
  func stop() async
}
