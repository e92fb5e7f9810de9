#pragma once

#include "node/certificate.hpp"
#include "node/renewal.hpp"
#include "transport/credentials.hpp"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

namespace kassa::node {

/// What a keeper works with. The pointers outlive it.
struct certificate_settings {
  v1::Bundle bundle;
  key_pair device;
  std::string data; ///< Folder.
  clock_port* clock = nullptr;
  random_port* random = nullptr;
  log_port* log = nullptr;
};

/// Has the terminal's certificate, and a newer one in time, on a thread of its
/// own: neither a start nor a sale waits for it (L5).
class certificate_keeper : public transport::credentials_port {
public:
  /// Begins with what lies in the data folder. io
  static result<std::unique_ptr<certificate_keeper>>
  start(certificate_settings with);
  /// Waits for a call to the hub that is under way: seconds.
  ~certificate_keeper() override;

  std::shared_ptr<const transport::terminal_credentials> now() override;
  void reached() override;
  void unreached() override;

private:
  certificate_keeper(certificate_settings with, tls::credentials there);

  void run();
  void fetch();
  void take(const enrolled& got);
  void failed(const not_enrolled& no);
  void offer();
  std::int64_t monotonic_ms() const;

  certificate_settings with_;
  store::files disk_;
  tls::credentials own_;     ///< Of the thread, once it runs, as is `told_`.
  std::optional<errc> told_; ///< Why the last attempt failed.

  std::mutex mutex_;
  std::condition_variable changed_;
  std::shared_ptr<const transport::terminal_credentials> offered_;
  renewal when_;
  bool ended_ = false;
  std::thread thread_;
};

} // namespace kassa::node
