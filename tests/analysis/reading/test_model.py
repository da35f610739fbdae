"""Training in the space that the texts span finds what training on all n-grams finds."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from diaodu.analysis.reading import model


@pytest.fixture(scope="module")
def rows() -> sparse.csr_matrix:
    made = np.random.default_rng(11)
    few = sparse.random(40, 300, density=0.1, rng=made, format="csr")
    return sparse.vstack([few, few[:3]]).tocsr()  # some texts stand there twice


def test_products_of_texts_are_the_same_there_and_weights_come_back(rows) -> None:
    span = model._Span(rows)
    assert span.rows.shape == (43, 40)  # what stands there twice spans nothing more
    np.testing.assert_allclose(span.rows @ span.rows.T, (rows @ rows.T).toarray(), atol=1e-9)
    weights = np.random.default_rng(12).normal(size=(4, 40))
    np.testing.assert_allclose(rows @ span.weights(weights).T, span.rows @ weights.T, atol=1e-9)


def test_the_regression_is_the_one_of_all_n_grams(rows) -> None:
    wanted = np.arange(43) % 4
    exact = {"C": 3.0, "tol": 1e-10, "max_iter": 5000}
    span = model._Span(rows)
    there = LogisticRegression(**exact).fit(span.rows, wanted)
    here = LogisticRegression(**exact).fit(rows, wanted)
    np.testing.assert_allclose(span.weights(there.coef_), here.coef_, atol=1e-4)
    np.testing.assert_allclose(there.intercept_, here.intercept_, atol=1e-4)
