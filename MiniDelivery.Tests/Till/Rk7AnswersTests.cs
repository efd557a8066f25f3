using System.Xml.Linq;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Till;
using MiniDelivery.Web.Rk7;

namespace MiniDelivery.Tests.Till;

/// <summary>Against answers that look as recorded ones do (RK7 protocol digest, sections 3 and 6).</summary>
public class Rk7AnswersTests
{
    private const string Root = """ServerVersion="7.26.8.2001" XmlVersion="248" NetName="MID" DateTime="2030-01-01T12:00:01" WorkTime="16" """;

    private static readonly Guid _guid = new("9a4e1b7c-2f60-4b3d-8c5a-6d7e8f901234");

    [Theory]
    [InlineData($"""<RK7QueryResult {Root} Status="Ok" CMD="LockOrder" ErrorText="" Processed="1" locked="1"/>""")]
    [InlineData($"""<RK7QueryResult {Root} Status="Ok" Processed="1"><CommandResult CMD="LockOrder" Status="Ok" ErrorText="" locked="1"/></RK7QueryResult>""")]
    [InlineData($"""<RK7QueryResult {Root} Status="Ok" Processed="1"><CommandResult CMD="LockOrder" Status="Ok" ErrorText="" locked="1"><SourceCommand CMD="LockOrder" lockTime="1899-12-30T00:02:00"/></CommandResult></RK7QueryResult>""")]
    public void All_three_shapes_of_an_answer_are_read(string xml)
    {
        var answer = Read(xml);

        Assert.True(answer.IsDone);
        Assert.True(Rk7Answers.Locked(answer));
    }

    [Fact]
    public void One_command_that_failed_makes_the_whole_answer_a_failure()
    {
        var answer = Read($"""<RK7QueryResult {Root} Status="Ok" Processed="0"><CommandResult CMD="GetOrder" Status="Query Executing Error" RK7ErrorN="2133" ErrorText="Общая смена 7 была открыта слишком давно. Нужно закрыть"/></RK7QueryResult>""");

        Assert.Equal(Refused("rk7-2133", "Общая смена 7 была открыта слишком давно. Нужно закрыть"), answer.Refusal<bool>());
    }

    [Theory]
    [InlineData("""Status="Query Parse Error" RK7ErrorN="2172" ErrorText="В данный момент закрывается общая смена" """, "rk7-2172")]
    [InlineData("""Status="Query Parse Error" ErrorText="UCSERR(2172): В данный момент закрывается общая смена" """, "rk7-2172")]
    [InlineData("""Status="Query Executing Error" RK7ErrorN="2219" ErrorText="Заказ заблокирован другим ключом блокировки" """, "rk7-2219")]
    public void Closing_shift_and_locked_order_are_for_later(string attributes, string code)
    {
        var later = Assert.IsType<TillAnswer<bool>.Later>(Read($"<RK7QueryResult {Root} {attributes}/>").Refusal<bool>());

        Assert.Equal(code, later.Trouble.Code);
    }

    [Theory]
    [InlineData("""Status="Query Executing Error" RK7ErrorN="2128" ErrorText="Визит 1159 закрыт!" """, "rk7-2128", "Визит 1159 закрыт!")]
    [InlineData("""Status="Bad Query Parameters" ErrorText="Не найден элемент 9 в коллекции Employees" """, TillTroubles.BadParameters, "Не найден элемент 9 в коллекции Employees")]
    [InlineData("""Status="Query Parse Error" ErrorText="Empty input XML" """, TillTroubles.ParseError, "Empty input XML")]
    [InlineData("""Status="Bad Query Parameters" ErrorText="Unknown command getorder" """, TillTroubles.UnknownCommand, "Unknown command getorder")]
    [InlineData("""Status="Bad Query Parameters" ErrorText="Error: child element X not found" """, TillTroubles.BadParameters, "Error: child element X not found")]
    [InlineData("""Status="Bad Query Parameters" ErrorText="Attribute RK7Query/@x is not found" """, TillTroubles.BadParameters, "Attribute RK7Query/@x is not found")]
    [InlineData("""Status="Bad Query Parameters" ErrorText="Bad integer attribute value: true" """, TillTroubles.BadParameters, "Bad integer attribute value: true")]
    [InlineData("""Status="Query Executing Error" ErrorText="Bad license anchor" """, TillTroubles.LicenseAnchor, "Bad license anchor")]
    [InlineData("""Status="Query Executing Error" ErrorText="License check error" """, TillTroubles.NoLicense, "License check error")]
    [InlineData("""Status="Query Executing Error" """, TillTroubles.Unknown, "Query Executing Error")]
    public void Everything_else_that_is_refused_says_why(string attributes, string code, string text) =>
        Assert.Equal(Refused(code, text), Read($"<RK7QueryResult {Root} {attributes}/>").Refusal<bool>());

    [Fact]
    public void A_stack_of_errors_gives_its_number_and_text() => Assert.Equal(
        Refused(TillTroubles.Rights, "Недостаточно прав (8)"),
        Read($"""<RK7QueryResult {Root} Status="Query Executing Error" ErrorText=""><Errors><Error RK7ErrorN="8" Component="Rights">Недостаточно прав</Error></Errors></RK7QueryResult>""")
            .Refusal<bool>());

    [Theory]
    [InlineData("Printer", TillTroubles.Printer)]
    [InlineData("Authorization terminal", TillTroubles.BankTerminal)]
    [InlineData("PDS", TillTroubles.CardSystem)]
    [InlineData("Rights", TillTroubles.Rights)]
    [InlineData("Something new", TillTroubles.Unknown)]
    public void What_failed_at_the_till_is_told_apart(string component, string code) => Assert.Equal(
        Refused(code, "x"),
        Read($"""<RK7QueryResult {Root} Status="Query Executing Error" ErrorText=""><Errors><Error Component="{component}">x</Error></Errors></RK7QueryResult>""").Refusal<bool>());

    [Theory]
    [InlineData("Execution Started")]
    [InlineData("Result Writing Error")]
    [InlineData("Query Processing Internal Error")]
    [InlineData("Something New")]
    public void A_status_that_neither_says_done_nor_refused_leaves_no_idea(string status) =>
        Assert.IsType<TillAnswer<bool>.NoIdea>(Read($"""<RK7QueryResult {Root} Status="{status}" ErrorText=""/>""").Refusal<bool>());

    [Theory]
    [InlineData("<html><body>Welcome</body></html>")]
    [InlineData("<RK7QueryResult/>")]
    public void What_is_no_answer_of_a_till_is_not_read_as_one(string xml) => Assert.Throws<FormatException>(() => Read(xml));

    [Theory]
    [InlineData("""Status="Query Executing Error" RK7ErrorN="2000" ErrorText="Заказ не найден" """, true)]
    [InlineData("""Status="Bad Query Parameters" ErrorText="Не найден заказ" """, true)]
    [InlineData("""Status="Query Executing Error" RK7ErrorN="2219" """, false)]
    [InlineData("""Status="Query Executing Error" RK7ErrorN="2102" """, false)]
    [InlineData("""Status="Query Parse Error" ErrorText="Empty input XML" """, false)]
    [InlineData("""Status="Result Writing Error" """, false)]
    [InlineData("""Status="Ok" """, false)]
    public void Only_an_error_about_the_order_may_mean_that_there_is_none(string attributes, bool expected) =>
        Assert.Equal(expected, Read($"<RK7QueryResult {Root} {attributes}/>").MayMeanAbsent);

    [Fact]
    public void A_right_that_is_missing_does_not_mean_that_the_order_is() => Assert.False(
        Read($"""<RK7QueryResult {Root} Status="Query Executing Error"><Errors><Error RK7ErrorN="8" Component="Rights">нет прав</Error></Errors></RK7QueryResult>""").MayMeanAbsent);

    [Fact]
    public void An_order_is_read_with_its_packages()
    {
        var order = Rk7Answers.Order(Read($"""
            <RK7QueryResult {Root} Status="Ok" CMD="GetOrder" ErrorText="" Processed="1" ArrivalDateTime="2030-01-01T12:00:01">
              <Order guid="{Rk7Format.Write(_guid)}" visit="356255787" orderIdent="256" orderName="Dlv.2" version="7" crc32="-1713" billTime="2030-01-01T12:34:56"
                     orderSum="123450" totalPieces="2350" persistentComment="#43 Анна" paid="0" finished="0" locked="1" newAttribute="x">
                <Creator id="1" code="9001" name="Web"/>
                <Table id="102" code="102" name="Dlv"/>
                <ExternalProps><Prop name="other" value="1"/><Prop name="webOrderId" value="shop-a/58213"/></ExternalProps>
                <LockedByStation id="1" name="Касса 1"/><LockedByWaiter id="2" name="Петрова"/>
                <Session uni="1" line_guid="{"{C0FFEE00-0001-4000-8000-000000000001}"}" sessionID="5" printed="0" cookMins="0">
                  <Station id="1"/>
                  <Dish id="1000121" code="121" name="Борщ" uni="2" state="4" quantity="2000" price="50000" amount="100000">
                    <Modi id="1000305" name="Сметана" count="2" price="0"/>
                    <Discount id="1" amount="-100"/>
                  </Dish>
                  <Dish id="1000999" name="Удалено" state="7" quantity="1000" amount="0"/>
                  <Combo id="1000200" name="Обед" quantity="350" price="67000"><Component id="1000121" name="Борщ"/></Combo>
                  <Discount id="3" amount="-500"/>
                  <PriceScale id="1"/><TradeGroup id="1"/>
                </Session>
                <Session uni="9" printed="1" line_guid="" cookMins="0"/>
              </Order>
            </RK7QueryResult>
            """));

        Assert.NotNull(order);
        Assert.Equal(new TillOrderKey(_guid, 356255787, 256), order.Key);
        Assert.Equal(("Dlv.2", "Dlv", 7L), (order.Name, order.Table, order.Version));
        Assert.Equal((new Money(123450), new Quantity(2350)), (order.Sum, order.Pieces));
        Assert.Equal(("#43 Анна", "shop-a/58213"), (order.Comment, order.ExternalId));
        Assert.Equal((false, false, false, true), (order.IsPaid, order.IsFinished, order.IsDeleted, order.IsLocked));
        Assert.Equal("Касса 1, Петрова", order.LockedBy);
        Assert.Equal((-1713, new DateTime(2030, 1, 1, 12, 34, 56)), (order.Crc32, order.BilledAt));
        Assert.Equal([true, false], order.Packages[0].Dishes.Select(dish => dish.IsPrinted));
        Assert.Equal(2, order.Packages.Count);
        var ours = order.Packages[0];
        Assert.Equal((1, new Guid("c0ffee00-0001-4000-8000-000000000001"), false), (ours.Uni, ours.Guid!.Value, ours.IsPrinted));
        Assert.Equal([1000121, 1000200], ours.Dishes.Select(dish => dish.Ident));
        Assert.Equal(new TillModifier(1000305, "Сметана", 2), Assert.Single(ours.Dishes[0].Modifiers));
        Assert.Equal(new Money(100000), ours.Dishes[0].Amount);
        Assert.Equal((new Money(23450), new TillModifier(1000121, "Борщ", 1)), (ours.Dishes[1].Amount, Assert.Single(ours.Dishes[1].Modifiers)));
        Assert.Equal((9, null, true, 0), (order.Packages[1].Uni, order.Packages[1].Guid, order.Packages[1].IsPrinted, order.Packages[1].Dishes.Count));
    }

    [Fact]
    public void A_created_order_may_have_its_numbers_on_the_root()
    {
        var order = Rk7Answers.Order(Read($"""
            <RK7QueryResult {Root} Status="Ok" CMD="CreateOrder" VisitID="356255787" OrderID="256" guid="{Rk7Format.Write(_guid)}" ErrorText="" Processed="1">
              <Order orderName="102.1" orderSum="0" totalPieces="0"><Table id="102" code="102" name="Dlv.2"/></Order>
            </RK7QueryResult>
            """));

        Assert.Equal(new TillOrderKey(_guid, 356255787, 256), order!.Key);
    }

    [Theory]
    [InlineData("""visit="1" orderIdent="256" """)]
    [InlineData("""guid="{9A4E1B7C-2F60-4B3D-8C5A-6D7E8F901234}" orderIdent="256" """)]
    [InlineData("""guid="{9A4E1B7C-2F60-4B3D-8C5A-6D7E8F901234}" visit="1" """)]
    [InlineData("""guid="{nonsense}" visit="1" orderIdent="256" """)]
    public void An_order_that_cannot_be_pointed_at_is_not_accepted(string attributes) => Assert.Throws<FormatException>(
        () => Rk7Answers.Order(Read($"""<RK7QueryResult {Root} Status="Ok"><Order {attributes}/></RK7QueryResult>""")));

    [Fact]
    public void The_list_of_orders_is_read_across_visits()
    {
        var list = Rk7Answers.OrderList(
            Read($"""
                <RK7QueryResult {Root} Status="Ok" CMD="GetOrderList2" ErrorText="" Processed="1" lastversion="5121">
                  <Visit visit="11" guid="" finished="0"><GuestType id="1"/>
                    <Orders>
                      <Order visit="11" orderIdent="256" guid="{Rk7Format.Write(_guid)}" orderName="1.1" orderSum="5000" totalPieces="1000" paid="1" finished="1" deleted="0"/>
                      <Order orderIdent="257" guid="{Rk7Format.Write(Guid.Empty)}" orderName="1.2" deleted="true"/>
                    </Orders>
                  </Visit>
                  <Visit visit="12" guid=""/>
                </RK7QueryResult>
                """),
            5120);

        Assert.Equal((5121L, false), (list.Version, list.Unchanged));
        Assert.Equal([(11L, 256, true, true, false), (11L, 257, false, false, true)], list.Orders.Select(
            order => (order.Visit, order.OrderIdent, order.IsPaid, order.IsFinished, order.IsDeleted)));
    }

    [Fact]
    public void A_list_tells_bills_and_whose_lock_it_is()
    {
        var list = Rk7Answers.OrderList(
            Read($"""
                <RK7QueryResult {Root} Status="Ok" CMD="GetOrderList2" ErrorText="" lastversion="1"><Visit visit="11"><Orders>
                  <Order orderIdent="256" guid="{Rk7Format.Write(_guid)}" crc32="4294967295" billTime="" locked="1"><LockedByWaiter id="2" code="9001" name="Web"/><LockedByStation id="1" code="1" name="Доставка"/></Order>
                  <Order orderIdent="257" guid="{Rk7Format.Write(_guid)}" billTime="1899-12-30T00:00:00" locked="1"><LockedByWaiter id="3" code="9002" name="Петрова"/><LockedByStation id="1" code="1" name="Доставка"/></Order>
                  <Order orderIdent="258" guid="{Rk7Format.Write(_guid)}" billTime="2030-01-01T12:34:56.789" locked="1"/>
                </Orders></Visit></RK7QueryResult>
                """),
            null,
            new TillOptions { Station = "1", Waiter = "9001" });

        Assert.Equal([(true, true, "Доставка, Web"), (true, false, "Доставка, Петрова"), (true, false, null)],
            list.Orders.Select(order => (order.IsLocked, order.IsLockedByUs, order.LockedBy)));
        Assert.Equal([null, null, new DateTime(2030, 1, 1, 12, 34, 56, 789)], list.Orders.Select(order => order.BilledAt));
        Assert.Equal(-1, list.Orders[0].Crc32);
    }

    [Fact]
    public void An_order_of_others_without_a_guid_does_not_hide_ours_and_one_that_may_be_ours_is_not_passed_over()
    {
        var list = Rk7Answers.OrderList(Read(List($"""<Order orderIdent="256"/><Order orderIdent="257" guid="{Rk7Format.Write(_guid)}"/>""")), null);

        Assert.Equal([257], list.Orders.Select(order => order.OrderIdent));
        Assert.Throws<FormatException>(() => Rk7Answers.OrderList(Read(List("""<Order orderIdent="256" persistentComment="#43 Анна"/>""")), null));

        static string List(string orders) =>
            $"""<RK7QueryResult {Root} Status="Ok" CMD="GetOrderList2" ErrorText="" lastversion="1"><Visit visit="11"><Orders>{orders}</Orders></Visit></RK7QueryResult>""";
    }

    [Theory]
    [InlineData("12:34")]
    [InlineData("01.02.2030 12:34:56")]
    public void A_time_that_no_till_writes_is_not_guessed(string text) => Assert.Throws<FormatException>(() => Rk7Format.ReadTime(text));

    [Fact]
    public void A_list_that_did_not_change_keeps_its_version()
    {
        var list = Rk7Answers.OrderList(Read($"""<RK7QueryResult {Root} Status="No changes" CMD="GetOrderList2" ErrorText=""/>"""), 5120);

        Assert.Equal((5120L, true, 0), (list.Version, list.Unchanged, list.Orders.Count));
    }

    [Fact]
    public void The_system_says_who_it_is()
    {
        var info = Rk7Answers.Info(Read($"""
            <RK7QueryResult {Root} Status="Ok" CMD="GetSystemInfo2" ErrorText="">
              <SystemInfo ProcessID="77" RestCode="199990001"><CashGroup id="1"/><Restaurant id="1" code="1" name="Тестовый объект"/>
                <CommonShift ShiftDate="2030-01-01T00:00:00" ShiftNum="311" ShiftStartTime="2030-01-01T09:00:00"/></SystemInfo>
            </RK7QueryResult>
            """));

        Assert.Equal(new TillInfo("7.26.8.2001", "MID", "Тестовый объект", 311), info);
    }

    [Fact]
    public void An_old_system_says_less() => Assert.Equal(
        new TillInfo("7.5.7.1", "MID", null, null),
        Rk7Answers.Info(Read("""<RK7QueryResult ServerVersion="7.5.7.1" NetName="MID" Status="Ok"><SystemInfo SystemTime="4102488000000" ReqSysVer="1"/></RK7QueryResult>""")));

    private static Rk7Answer Read(string xml) => Rk7Answer.Read(XElement.Parse(xml));

    private static TillAnswer<bool> Refused(string code, string text) => new TillAnswer<bool>.Refused(new TillTrouble(code, text));
}
