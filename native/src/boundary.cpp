// The functions of elman.h: pointers are checked here, all else where it is used; what is thrown becomes a status.
#include <string>

#include "blas.h"
#include "data.h"
#include "elman/elman.h"
#include "kernels/kernels.h"
#include "network.h"
#include "status.h"

namespace {

using elman::guarded;

template <typename T>
T& required(T* pointer, const char* name) {
  ELMAN_REQUIRE(pointer != nullptr, "%s must not be null", name);
  return *pointer;
}

elman_element element_of(int32_t element) {
  ELMAN_REQUIRE(element == ELMAN_FLOAT || element == ELMAN_DOUBLE,
                "element must be %d (float) or %d (double) but was %d", ELMAN_FLOAT, ELMAN_DOUBLE, element);
  return static_cast<elman_element>(element);
}

std::string describe() {
  std::string kernels;
  try {
    kernels = elman::kernel_set().name;
  } catch (const elman::Error& error) {
    kernels = std::string("none (") + error.what() + ")";
  }
  return "elman " ELMAN_VERSION ", kernels " + kernels + ", " + elman::blas_description();
}

}  // namespace

extern "C" {

const char* elman_message(void) { return elman::message(); }

const char* elman_description(void) {
  try {
    static const std::string description = describe();
    return description.c_str();
  } catch (...) {
    return "elman " ELMAN_VERSION ", out of memory";
  }
}

int32_t elman_data_open(const elman_samples* samples, int32_t element, elman_data** data) {
  return guarded([&] {
    required(data, "data") = nullptr;
    *data = new elman_data(required(samples, "samples"), element_of(element));
    return ELMAN_OK;
  });
}

void elman_data_close(elman_data* data) { delete data; }

int32_t elman_network_open(int32_t features, const elman_layer* layers, int32_t layer_count, int32_t element,
                           const elman_objective* objective, elman_network** network) {
  return guarded([&] {
    required(network, "network") = nullptr;
    elman::require_blas();
    if (element_of(element) == ELMAN_FLOAT) {
      *network = new elman::Network<float>(features, layers, layer_count, objective);
    } else {
      *network = new elman::Network<double>(features, layers, layer_count, objective);
    }
    return ELMAN_OK;
  });
}

void elman_network_close(elman_network* network) { delete network; }

int32_t elman_network_read(elman_network* network, int32_t part, double* destination, int64_t count) {
  return guarded([&] {
    required(network, "network").read(part, count == 0 ? destination : &required(destination, "destination"), count);
    return ELMAN_OK;
  });
}

int32_t elman_network_write(elman_network* network, int32_t part, const double* source, int64_t count) {
  return guarded([&] {
    required(network, "network").write(part, count == 0 ? source : &required(source, "source"), count);
    return ELMAN_OK;
  });
}

int32_t elman_gradient(elman_network* network, const elman_data* data, const int32_t* order, int32_t count,
                       int64_t mini_batch_steps, int32_t shard, int64_t step, double* loss) {
  return guarded([&] {
    required(network, "network")
        .gradient(required(data, "data"), &required(order, "order"), count, mini_batch_steps, shard, step,
                  &required(loss, "loss"));
    return ELMAN_OK;
  });
}

int32_t elman_update(elman_network* network, int32_t shards, int64_t step, double learning_rate) {
  return guarded([&] {
    if (required(network, "network").update(shards, step, learning_rate)) return ELMAN_OK;
    elman::set_message("a loss or a gradient is not finite");
    return ELMAN_DIVERGED;
  });
}

int32_t elman_train(elman_network* network, const elman_data* data, const int32_t* order, int32_t count,
                    int32_t batch_size, int64_t first_step, const double* learning_rates, double* losses,
                    int32_t* taken) {
  return guarded([&] {
    if (required(network, "network")
            .train(required(data, "data"), &required(order, "order"), count, batch_size, first_step,
                   &required(learning_rates, "learning_rates"), &required(losses, "losses"),
                   &required(taken, "taken"))) {
      return ELMAN_OK;
    }
    elman::set_message("a loss or a gradient is not finite");
    return ELMAN_DIVERGED;
  });
}

int32_t elman_divergence(elman_network* network, int32_t* layer, int32_t* backward) {
  return guarded([&] {
    required(network, "network").divergence(&required(layer, "layer"), &required(backward, "backward"));
    return ELMAN_OK;
  });
}

int32_t elman_evaluate(elman_network* network, const elman_data* data, int32_t from, int32_t to, int32_t shard,
                       double* loss_sum, double* outputs) {
  return guarded([&] {
    required(network, "network")
        .evaluate(required(data, "data"), from, to, shard, &required(loss_sum, "loss_sum"), outputs);
    return ELMAN_OK;
  });
}

int32_t elman_predict(elman_network* network, const void* inputs, int32_t batch, int32_t time_steps,
                      const int32_t* lengths, const void* static_features, const void* initial_states, void* outputs,
                      void* final_states) {
  return guarded([&] {
    ELMAN_REQUIRE(inputs != nullptr, "inputs must not be null");
    ELMAN_REQUIRE(outputs != nullptr, "outputs must not be null");
    required(network, "network")
        .predict(inputs, batch, time_steps, lengths, static_features, initial_states, outputs, final_states);
    return ELMAN_OK;
  });
}

int32_t elman_trace(elman_network* network, const double* inputs, int32_t time_steps, const double* static_features,
                    const double* initial_state, double* layers, int64_t count) {
  return guarded([&] {
    required(network, "network")
        .trace(&required(inputs, "inputs"), time_steps, static_features, initial_state, &required(layers, "layers"),
               count);
    return ELMAN_OK;
  });
}

int32_t elman_streams_open(elman_network* network, int32_t count, elman_streams** streams) {
  return guarded([&] {
    required(streams, "streams") = nullptr;
    *streams = required(network, "network").open_streams(count);
    return ELMAN_OK;
  });
}

void elman_streams_close(elman_streams* streams) { delete streams; }

int32_t elman_streams_step(elman_streams* streams, const int32_t* numbers, int32_t count, const void* inputs,
                           void* outputs) {
  return guarded([&] {
    ELMAN_REQUIRE(inputs != nullptr, "inputs must not be null");
    ELMAN_REQUIRE(outputs != nullptr, "outputs must not be null");
    required(streams, "streams").step(numbers, count, inputs, outputs);
    return ELMAN_OK;
  });
}

int32_t elman_streams_state(elman_streams* streams, int32_t number, int32_t write, double* values, int64_t count) {
  return guarded([&] {
    required(streams, "streams").state(number, write != 0, count == 0 ? values : &required(values, "values"), count);
    return ELMAN_OK;
  });
}

}  // extern "C"
