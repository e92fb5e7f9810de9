#pragma once

// Compile time only: no file may rely on what stands here.

#include "proto/base/pch.hpp"

#include <kassa/v1/catalog.pb.h>
#include <kassa/v1/record.pb.h>
#include <kassa/v1/register.pb.h>
#include <kassa/v1/sync.pb.h>
#include <kassa/v1/terminal_state.pb.h>
