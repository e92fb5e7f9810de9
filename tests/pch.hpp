#pragma once

// Compile time only: no file may rely on what stands here.

#include "actors/pch.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
