// Reads JSON texts again and again with simdjson, and says what that takes.
//
// usage: parse_documents READER FOLDER SECONDS
// READER is simdjson (onto its tape: the least that reading takes) or simdjson-tree (from there into a tree of values of
// one's own, as a registry needs it). FOLDER, SECONDS and what is written: as for Sources/DocumentParsing, without "write".
#include <simdjson.h>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

struct Value;
using Array = std::vector<Value>;
using Object = std::vector<std::pair<std::string, Value>>;
struct Value {
    std::variant<std::nullptr_t, bool, int64_t, uint64_t, double, std::string, std::unique_ptr<Array>,
                 std::unique_ptr<Object>>
        is;
};

static Value tree(simdjson::dom::element element) {
    using simdjson::dom::element_type;
    switch (element.type()) {
    case element_type::ARRAY: {
        auto array = std::make_unique<Array>();
        for (auto child : simdjson::dom::array(element)) array->push_back(tree(child));
        return {std::move(array)};
    }
    case element_type::OBJECT: {
        auto object = std::make_unique<Object>();
        for (auto [key, child] : simdjson::dom::object(element)) object->emplace_back(std::string(key), tree(child));
        return {std::move(object)};
    }
    case element_type::INT64: return {int64_t(element)};
    case element_type::UINT64: return {uint64_t(element)};
    case element_type::DOUBLE: return {double(element)};
    case element_type::STRING: return {std::string(std::string_view(element))};
    case element_type::BOOL: return {bool(element)};
    default: return {nullptr};
    }
}

static double processor() {
    timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return double(time.tv_sec) + double(time.tv_nsec) / 1e9;
}

int main(int count, char **arguments) {
    if (count != 4) return 2;
    const bool wants_tree = std::string(arguments[1]) == "simdjson-tree";
    const double seconds = std::stod(arguments[3]);
    std::vector<std::filesystem::path> corpora;
    for (auto &entry : std::filesystem::directory_iterator(arguments[2])) corpora.push_back(entry.path());
    simdjson::dom::parser parser;
    const char *separator = "{";
    for (auto &corpus : corpora) {
        std::vector<simdjson::padded_string> texts;
        size_t size = 0;
        for (auto &entry : std::filesystem::directory_iterator(corpus)) {
            std::ifstream file(entry.path(), std::ios::binary);
            std::string text{std::istreambuf_iterator<char>(file), {}};
            size += text.size();
            texts.emplace_back(text);
        }
        auto read = [&] {
            for (auto &text : texts) {
                simdjson::dom::element element;
                const auto error = parser.parse(text).get(element);
                if (error) {
                    std::fprintf(stderr, "parse_documents: %s\n", simdjson::error_message(error));
                    std::exit(1);
                }
                if (wants_tree) tree(element);
            }
        };
        read();
        double bytes = 0;
        const double start = processor();
        while (processor() - start < seconds) {
            read();
            bytes += double(size);
        }
        std::printf("%s\"%s\": {\"parse\": {\"bytes\": %.0f, \"processor\": %.0f}}", separator,
                    corpus.filename().c_str(), bytes, (processor() - start) * 1e6);
        separator = ", ";
    }
    std::puts("}");
}
