package import Foundation

/// What the system lets this process have at most (getrlimit(2)).
package enum ResourceLimit {
  case coreDump, openFiles

  #if canImport(Darwin)
    private var resource: Int32 {
      switch self {
      case .coreDump: RLIMIT_CORE
      case .openFiles: RLIMIT_NOFILE
      }
    }
  #else
    private var resource: __rlimit_resource_t {
      switch self {
      case .coreDump: __rlimit_resource_t(RLIMIT_CORE.rawValue)
      case .openFiles: __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
      }
    }
  #endif

  /// Nil where the system does not say.
  package var current: rlimit? {
    var limit = rlimit()
    return getrlimit(resource, &limit) == 0 ? limit : nil
  }

  func set(_ limit: rlimit) {
    var limit = limit
    setrlimit(resource, &limit)
  }
}
