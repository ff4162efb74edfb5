// A library that looks like libnvinfer of the major that MAJOR names, records what it is asked, and does as it is told. VERSION
// is what it says its version is.
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <map>
#include <mutex>

#include "fake_builder.hpp"
#include "fake_engine.hpp"

namespace {
std::mutex mutex;
std::string calls;
std::string answer;
std::map<std::string, std::string> wishes;
}  // namespace

void record(const std::string& call) {
    std::lock_guard<std::mutex> lock(mutex);
    calls += call + "\n";
}

std::string wish(const std::string& what) {
    std::lock_guard<std::mutex> lock(mutex);
    auto found = wishes.find(what);
    return found == wishes.end() ? "ok" : found->second;
}

void unexpected(const char* method) {
    std::cerr << "a slot was called that should not have been: " << method << std::endl;
    std::abort();
}

std::string text(const Dims& dims) {
    std::string joined;
    for (int32_t axis = 0; axis < dims.nbDims; ++axis) joined += (axis == 0 ? "" : "x") + std::to_string(dims.d[axis]);
    return joined;
}

Dims parse(const std::string& shape) {
    Dims dims{};
    std::istringstream sizes(shape);
    for (std::string size; std::getline(sizes, size, 'x');) dims.d[dims.nbDims++] = std::stoll(size);
    return dims;
}

std::string info(const Versioned& object) {
    InterfaceInfo info = object.getInterfaceInfo();
    return std::string(info.kind) + " " + std::to_string(info.major) + "." + std::to_string(info.minor) + " in language "
           + std::to_string(object.getAPILanguage());
}

std::string engineHeader() {
    std::string header(HEADER, '\0');
    header.replace(0, 4, "ftrt");
    header[24] = VERSION / 10000;
    header[25] = VERSION / 100 % 100;
    header[26] = VERSION % 100;
    return header;
}

extern "C" {

int32_t getInferLibVersion() { return VERSION; }

void* createInferBuilder_INTERNAL(void* given, int32_t version) {
    auto* logger = static_cast<ILogger*>(given);
#if MAJOR == 11
    record("createInferBuilder " + std::to_string(version) + " " + info(*logger));
#else
    record("createInferBuilder " + std::to_string(version));
#endif
    std::string refusal = wish("builder");
    if (refusal == "ok") return static_cast<IBuilder*>(new Builder(logger));
    logger->log(1, refusal.c_str());
    return nullptr;
}

void* createInferRuntime_INTERNAL(void* given, int32_t) {
    auto* logger = static_cast<ILogger*>(given);
    std::string refusal = wish("runtime");
    if (refusal == "ok") return static_cast<IRuntime*>(new Runtime(logger));
    logger->log(1, refusal.c_str());
    // As the real ones do: the offset of a base within an object that is not there.
    return reinterpret_cast<void*>(MAJOR == 10 ? 0x238 : 0x228);
}

void fake_wish(const char* what, const char* how) {
    std::lock_guard<std::mutex> lock(mutex);
    wishes[what] = how;
}

void fake_reset() {
    std::lock_guard<std::mutex> lock(mutex);
    wishes.clear();
    calls.clear();
}

const char* fake_calls() {
    std::lock_guard<std::mutex> lock(mutex);
    answer = calls;
    return answer.c_str();
}

// Lets a writer have more bytes in one go than fit into a Java buffer.
int64_t fake_write(void* writer, const void* data, int64_t bytes) {
    return static_cast<IStreamWriter*>(writer)->write(data, bytes);
}
}
