internal import Scenarios
internal import Timeline

/// What the command line and the profile say of the relay's other side: where its service is played, and how the relay is led there.
struct ServiceWords {
  var listen: String?
  var forward: String?
  var proxy: String?
  /// Names of the service besides the vendor's.
  var hosts: [String] = []
  /// The service played here answers at once.
  var isNear = false
  /// What it does wrong on purpose in every scenario.
  var fault: String?
  /// The command that starts the relay, and how long it may take to listen.
  var start: (command: String, patience: Duration)?

  /// What the command line says goes first.
  init(_ command: RunCommand, _ options: RunOptions) throws(CommandFailure) {
    listen = command.serviceListen ?? options.serviceListen
    forward = command.serviceForward ?? options.serviceForward
    proxy = command.serviceProxy ?? options.serviceProxy
    hosts = options.serviceHosts ?? []
    isNear = command.serviceNear || options.serviceNear == true
    fault = command.serviceFault ?? options.serviceFault
    var patience = options.startTimeout.map { Duration.nanoseconds($0) } ?? .seconds(60)
    if let given = command.startTimeout { patience = .seconds(try OptionText.positive(given, upTo: 86_400, option: "--start-timeout")) }
    guard let written = command.start ?? options.start else { return }
    guard written.contains(where: { !$0.isWhitespace }) else {
      throw CommandFailure(code: .usage, text: "--start: a command is wanted, as --start 'uvicorn app:app --port 8080'")
    }
    start = (written, patience)
  }
}
