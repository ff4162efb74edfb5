// What the library was asked, and how it is told to behave.
#pragma once

#include <string>

// Adds a line to the record.
void record(const std::string& call);

// How the test wants something to go; "ok" if it does not say.
std::string wish(const std::string& what);

std::string text(const struct Dims& dims);
