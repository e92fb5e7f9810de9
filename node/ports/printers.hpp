#pragma once

#include "actors/printer/printer_port.hpp"
#include "proto/base/result.hpp"

#include <memory>
#include <string>

namespace kassa::node {

/// What a byte stream's end said of one job.
struct print_verdict {
  printer::outcome what = printer::outcome::printed;
  std::string detail;
};

/// Where the bytes go. Blocks; called by one thread.
class print_sink {
public:
  virtual ~print_sink() = default;
  /// `failed` only when no byte can have left.
  virtual print_verdict put(std::string_view bytes) = 0;
  /// How the printer is, as far as the line tells; within ten seconds.
  virtual printer::condition look() = 0;
  /// Who hears what the printer says in the middle of a job, on this thread.
  virtual void listen(printer::printer_port::hear) {}
  /// Nothing was asked for a while: lines that others may want are closed.
  virtual void rest() {}
};

/// A printer made of a sink and a thread of its own. Jobs are done in order.
class threaded_printer : public printer::printer_port {
public:
  threaded_printer(std::unique_ptr<print_sink> to, bool escpos,
                   std::string name);
  /// Waits for the job under way, at most as long as its sink's time limits;
  /// jobs behind it are answered `failed`.
  ~threaded_printer() override;

  void print(std::string bytes, answer on) override;
  bool escpos() const override { return escpos_; }
  std::string name() const override { return name_; }
  void look(hear on) override;
  void listen(hear on) override;

private:
  struct worker;
  std::unique_ptr<worker> worker_;
  bool escpos_;
  std::string name_;
};

/// Appends to a file and syncs it.
std::unique_ptr<print_sink> make_file_sink(std::string path);
/// Writes to a character device (/dev/usb/lp0, a serial port).
std::unique_ptr<print_sink> make_device_sink(std::string path);
/// Connects anew for each job (raw port 9100). Printed means that the printer
/// acknowledged every byte.
std::unique_ptr<print_sink> make_tcp_sink(std::string host, std::string port);

/// How a printer is spoken to.
struct printer_manner {
  bool escpos = false;
  /// With ESC/POS over TCP or a device: it is asked how it is, and whether a
  /// job came out (talking_sink.hpp).
  bool answers = true;
};

/// Makes a printer from its setting: "none" (nothing is made), "file:PATH",
/// "device:PATH", "tcp:HOST:PORT". `invalid` names what is wrong.
result<std::unique_ptr<printer::printer_port>>
make_printer(const std::string& setting, printer_manner how);

/// Checks a setting without making anything.
status check_printer(const std::string& setting);

} // namespace kassa::node
