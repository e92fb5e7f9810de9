#pragma once

// Compile time only: no file may rely on what stands here.

#include "proto/base/pch_full.hpp"

#include <CLI/CLI.hpp>
#include <kassa/v1/office.grpc.pb.h>
#include <kassa/v1/register.grpc.pb.h>
