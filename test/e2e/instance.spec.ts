/** Journeys to a method instance: of a measured profile, what tools recorded of it; of a project that is run in the lab, its code and the graph as well. */
import { violations } from './axe'
import { expect, test } from './fixtures'

test.describe('a measured profile', () => {
  test.use({ files: ['resources/samples/inference-session.txt'] })

  test('offers the heaviest, tells why one was inferred, and walks to callers and callees', async ({ app }) => {
    await expect(app.getByTestId('view-overview')).toBeVisible()
    await app.keyboard.press('g')
    await expect(app.getByTestId('headline')).toHaveText('Which method instance?')
    await app.getByTestId('offered').first().click()
    await expect(app.getByTestId('instance-signature')).toContainText('_collect(::Vector{Any}')
    await expect(app.getByTestId('headline')).toHaveText(/^Inferred once, 7\.4\d* ms with what it calls, 4\.89\d* ms of its own$/)
    await expect(app.getByTestId('why-compiled')).toContainText('collect_similar')
    await expect(app.getByTestId('no-code')).toContainText('A profile holds no code')
    const walks = app.getByTestId('walks')
    await expect(walks).toContainText('Called by, as recorded 1')
    await walks.getByTestId('walk').first().click()
    await expect(app.getByTestId('instance-signature')).toContainText('collect_similar')
    await expect(walks).toContainText('Nothing.')
    await app.getByTestId('trail').getByRole('button').first().click()
    await expect(app.getByTestId('instance-signature')).toContainText('_collect')
    await expect(app.getByTestId('trail')).toHaveCount(0)
    expect(await violations(app)).toEqual([])
  })

  test('is where the details of a selection lead, and where a reload comes back to', async ({ app }) => {
    await app.getByTestId('tab-inference').click()
    await app.getByRole('grid').getByRole('row').nth(2).click()
    const signature = (await app.getByTestId('details-signature').textContent()) ?? ''
    await app.getByTestId('to-instance').click()
    await expect(app.getByTestId('instance-signature')).toHaveText(signature)
    await expect(app).toHaveURL(/view=instance/)
    await app.reload()
    await expect(app.getByTestId('instance-signature')).toHaveText(signature)
  })
})

test.describe('a run of the lab', () => {
  test.describe.configure({ timeout: 300_000 })

  test('shows the code with its types, why it was made, and who relies on it', async ({ app }) => {
    await app.getByTestId('lab-sample-DemoPkg').click()
    await expect(app.getByTestId('editor').getByRole('textbox')).toBeVisible()
    await app.keyboard.press('Control+Enter')
    await app.getByTestId('lab-open-profile').click({ timeout: 240_000 })
    await app.getByTestId('tab-instance').click()
    await app.getByTestId('instance-typed').fill('DemoPkg.f(Int64)')
    await app.keyboard.press('Enter')
    await expect(app.getByTestId('returns')).not.toBeEmpty({ timeout: 60_000 })
    await expect(app.getByTestId('code-facts')).toContainText('Made because')
    await app.getByTestId('form-inferred').click()
    await expect(app.getByTestId('code')).toContainText('CodeInfo(')
    const walks = app.getByTestId('walks')
    await expect(walks).toContainText('Relied on by')
    await walks.getByTestId('walk').first().click()
    await expect(app.getByTestId('trail').getByRole('button')).toHaveText(['DemoPkg.f(Int64)'])
    await expect(app.getByTestId('code-facts')).toBeVisible({ timeout: 60_000 })
    await expect(app.getByTestId('code')).toContainText('CodeInfo(')
    expect(await violations(app)).toEqual([])
  })
})
