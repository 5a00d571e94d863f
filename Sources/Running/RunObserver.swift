package import Lab
package import Timeline

/// Who watches a run while it goes on. Called from any thread: must not block.
package protocol RunObserver: Sendable {
  func began(_ session: SessionInfo)
  func progressed(_ session: Int, _ progress: PlayerProgress)
  func ended(_ session: SessionInfo)
}
