#pragma once

// Compile time only: no file may rely on what stands here.

#include "actors/interfaces.hpp"
#include "proto/base/pch.hpp"

#include <caf/actor_system_config.hpp>
#include <caf/event_based_actor.hpp>
#include <caf/scoped_actor.hpp>
#include <grpcpp/grpcpp.h>
