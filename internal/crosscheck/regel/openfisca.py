# SPDX-License-Identifier: Apache-2.0
"""The formula of Wohngeld 2025 as a model of OpenFisca, over the same million households.

Usage: PYTHONPATH=FOLDER python3 openfisca.py HOUSEHOLDS.csv
FOLDER holds the packages openfisca_core and dpath from their public repositories, and, where the system has no
package of that name, strenum.py with the line "from enum import StrEnum". HOUSEHOLDS.csv is written by
WOHNGELD_CSV=HOUSEHOLDS.csv go test -run TestWritePopulation .
"""

import platform
import sys
import time
from typing import TypeGuard

import numpy
import typing_extensions

if not hasattr(typing_extensions, "TypeIs"):  # older than 4.10: only a hint for type checkers
    typing_extensions.TypeIs = TypeGuard

from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit, Instant, Period, helpers
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

helpers.period.register(Period, lambda value: value)  # a period is one; older typing packages do not see it
helpers.instant.register(Instant, lambda value: value)

HOECHST = numpy.array([
    [361, 408, 456, 511, 562, 615, 677], [437, 493, 551, 619, 680, 745, 820], [521, 587, 657, 737, 809, 887, 975],
    [608, 686, 766, 858, 946, 1035, 1139], [694, 782, 875, 982, 1080, 1183, 1302], [776, 876, 981, 1101, 1209, 1332, 1465]], dtype=numpy.float32)
KLIMA = numpy.array([19.20, 24.80, 29.60, 34.40, 39.20, 44.00], dtype=numpy.float32)
HEIZ = numpy.array([110.40, 142.60, 170.20, 197.80, 225.40, 253.00], dtype=numpy.float32)
A = numpy.array([0.04, 0.03, 0.02, 0.01, 0, -0.01], dtype=numpy.float32)
B = numpy.array([4.797e-4, 3.571e-4, 2.917e-4, 2.163e-4, 1.907e-4, 1.722e-4], dtype=numpy.float32)
C = numpy.array([4.08e-5, 3.04e-5, 2.45e-5, 1.76e-5, 1.72e-5, 1.66e-5], dtype=numpy.float32)
MIN_M = numpy.array([54, 67, 79, 92, 103, 103], dtype=numpy.float32)
MIN_Y = numpy.array([396, 679, 906, 1132, 1358, 1585], dtype=numpy.float32)

household = build_entity(key="household", plural="households", label="household", is_person=True)


def given(name, kind):
    return type(name, (Variable,), {"value_type": kind, "entity": household, "definition_period": DateUnit.MONTH, "label": name})


class m(Variable):
    value_type = float
    entity = household
    definition_period = DateUnit.MONTH
    label = "rent that counts"

    def formula(population, period):
        k = population("members", period) - 1
        limit = HOECHST[k, population("stufe", period) - 1] + KLIMA[k]
        return numpy.maximum(numpy.minimum(population("rent", period), limit) + HEIZ[k], MIN_M[k])


class wohngeld(Variable):
    value_type = float
    entity = household
    definition_period = DateUnit.MONTH
    label = "Wohngeld"

    def formula(population, period):
        k = population("members", period) - 1
        rent = population("m", period)
        y = numpy.maximum(population("income", period) / 12, MIN_Y[k])
        z4 = numpy.float32(1.15) * (rent - (A[k] + B[k] * rent + C[k] * y) * y)
        w = numpy.floor(numpy.maximum(0, z4) + 0.5)
        return numpy.where(w < 10, 0, w)


def main():
    data = numpy.loadtxt(sys.argv[1], delimiter=";", dtype=numpy.int64)
    system = TaxBenefitSystem([household])
    for variable in (given("members", int), given("stufe", int), given("rent", float), given("income", float), m, wohngeld):
        system.add_variable(variable)
    month = Period((DateUnit.MONTH, Instant((2025, 7, 1)), 1))

    def simulate(rows):
        builder = SimulationBuilder()
        builder.create_entities(system)
        builder.declare_person_entity("household", numpy.arange(len(rows)))
        simulation = builder.build(system)
        simulation.set_input("members", month, rows[:, 0])
        simulation.set_input("stufe", month, rows[:, 1])
        simulation.set_input("rent", month, rows[:, 2] / 100)
        simulation.set_input("income", month, rows[:, 3] / 100)
        return simulation.calculate("wohngeld", month)

    best, result = float("inf"), None
    for _ in range(5):
        start = time.process_time()
        result = simulate(data)
        best = min(best, time.process_time() - start)
    start = time.process_time()
    for i in range(1000):
        simulate(data[i:i + 1])
    single = (time.process_time() - start) / 1000
    off = result.astype(numpy.int64) - data[:, 4]
    print(f"python {platform.python_version()}, numpy {numpy.__version__}, type of the result {result.dtype}")
    print(f"population of {len(data)}: {best:.3f} s of processor time, {len(data) / best / 1e6:.2f} million/s")
    print(f"one by one: {1 / single:.0f}/s")
    print(f"differs from the exact amount: {numpy.count_nonzero(off)} households, at most {abs(off).max()} euro")


if __name__ == "__main__":
    main()
